// sallyport: the command line. The machine's clock and randomness are chosen here and passed in.
#include "cli/program.hpp"

int main(int argc, char** argv) {
  sallyport::SystemClock clock;
  sallyport::SystemRandom random;
  sallyport::cli::Program program{clock, random};
  return sallyport::cli::run({argv + 1, argv + argc}, program);
}
