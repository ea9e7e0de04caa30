// sallyport-reader: reads one file of somebody else's in confinement; started by Sandbox only.
#include "intake/sandbox.hpp"

int main(int argc, char** argv) {
  return sallyport::intake::reader_main(argc, argv);
}
