// TLS end to end: a certificate made here, OpenSSL's own client at the other end.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "http/internal/test_support.hpp"
#include "http/server.hpp"

namespace sallyport::http {
namespace {

using testing_support::HandClock;
using testing_support::start;

struct Files {
  std::filesystem::path folder;
  TlsFiles tls;
  ~Files() { std::filesystem::remove_all(folder); }
};

// A self-signed certificate for localhost, P-256.
Files make_certificate() {
  Files out;
  out.folder =
      std::filesystem::temp_directory_path() / ("sallyport-http-tls-" + std::to_string(::getpid()));
  std::filesystem::create_directories(out.folder);
  out.tls.certificate_chain = (out.folder / "cert.pem").string();
  out.tls.private_key = (out.folder / "key.pem").string();
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* file = std::fopen(out.tls.certificate_chain.c_str(), "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  file = std::fopen(out.tls.private_key.c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return out;
}

int dial(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  ::inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
  EXPECT_EQ(::connect(descriptor, reinterpret_cast<sockaddr*>(&in), sizeof in), 0);
  return descriptor;
}

// The whole answer; empty when the handshake was refused.
std::string ask(std::uint16_t port, int version, const std::string& request) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_max_proto_version(context, version);
  SSL* ssl = SSL_new(context);
  const int descriptor = dial(port);
  SSL_set_fd(ssl, descriptor);
  std::string out;
  if (SSL_connect(ssl) == 1) {
    SSL_write(ssl, request.data(), static_cast<int>(request.size()));
    char block[16384];
    int count = 0;
    while ((count = SSL_read(ssl, block, sizeof block)) > 0) {
      out.append(block, static_cast<std::size_t>(count));
    }
  }
  SSL_free(ssl);
  SSL_CTX_free(context);
  ::close(descriptor);
  return out;
}

TEST(Tls, CarriesRequestsAndTakesOnlyTls13) {
  const Files files = make_certificate();
  Router router;
  router.get("/secure", [](const Request& r) {
    return Response::text(r.peer.over_tls ? std::string(300'000, 's') : "plain");
  });
  ServerOptions options;
  options.tls = files.tls;
  HandClock clock;
  const auto server = start(std::move(options), std::move(router), clock);
  ASSERT_TRUE(server);
  const std::string request =
      "GET /secure HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /secure HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  const std::string answer = ask(server->port(), TLS1_3_VERSION, request);
  using testing_support::RawSocket;
  EXPECT_EQ(RawSocket::occurrences(answer, "HTTP/1.1 200 OK"), 2);
  EXPECT_EQ(RawSocket::occurrences(answer, "\r\nStrict-Transport-Security: "), 2);
  EXPECT_EQ(std::count(answer.begin(), answer.end(), 's') > 600'000, true);
  EXPECT_EQ(ask(server->port(), TLS1_2_VERSION, request), "");
}

TEST(Tls, PlainBytesGetNoAnswer) {
  const Files files = make_certificate();
  ServerOptions options;
  options.tls = files.tls;
  HandClock clock;
  const auto server = start(std::move(options), Router(), clock);
  ASSERT_TRUE(server);
  testing_support::RawSocket socket(server->port());
  socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(socket.read_all().find("HTTP/1.1"), std::string::npos);
  EXPECT_TRUE(socket.closed());
}

}  // namespace
}  // namespace sallyport::http
