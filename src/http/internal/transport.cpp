#include "http/internal/transport.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <utility>

namespace sallyport::http {

namespace {

namespace ssl = asio::ssl;

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(Socket socket) : socket_(std::move(socket)) {}

  Task<bool> open() override { co_return true; }

  Task<std::size_t> read(std::span<char> out) override {
    const auto [error, count] = co_await socket_.async_read_some(
        asio::buffer(out.data(), out.size()), asio::as_tuple(use_task));
    co_return error ? 0 : count;
  }

  Task<std::size_t> write(std::string_view bytes) override {
    const auto [error, count] = co_await socket_.async_write_some(
        asio::buffer(bytes.data(), bytes.size()), asio::as_tuple(use_task));
    co_return error ? 0 : count;
  }

  std::size_t try_write(std::string_view bytes) override {
    const ssize_t count =
        ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }

  void cancel() override {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }
  void finish() override {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }
  void close() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  Socket socket_;
};

}  // namespace

class TlsIdentity {
 public:
  TlsIdentity() : context(ssl::context::tls_server) {}
  ssl::context context;
};

namespace {

class TlsTransport final : public Transport {
 public:
  TlsTransport(Socket socket, std::shared_ptr<TlsIdentity> identity)
      : identity_(std::move(identity)), stream_(std::move(socket), identity_->context) {}

  Task<bool> open() override {
    const auto [error] =
        co_await stream_.async_handshake(ssl::stream_base::server, asio::as_tuple(use_task));
    co_return !error;
  }

  Task<std::size_t> read(std::span<char> out) override {
    const auto [error, count] = co_await stream_.async_read_some(
        asio::buffer(out.data(), out.size()), asio::as_tuple(use_task));
    co_return error ? 0 : count;
  }

  Task<std::size_t> write(std::string_view bytes) override {
    const auto [error, count] = co_await stream_.async_write_some(
        asio::buffer(bytes.data(), bytes.size()), asio::as_tuple(use_task));
    co_return error ? 0 : count;
  }

  std::size_t try_write(std::string_view) override { return 0; }

  void cancel() override {
    boost::system::error_code ignored;
    stream_.lowest_layer().cancel(ignored);
  }
  // Says close_notify as far as that goes without waiting for the answer to it.
  void finish() override {
    SSL_shutdown(stream_.native_handle());
    boost::system::error_code ignored;
    stream_.lowest_layer().shutdown(Socket::shutdown_send, ignored);
  }
  void close() override {
    boost::system::error_code ignored;
    stream_.lowest_layer().close(ignored);
  }

 private:
  std::shared_ptr<TlsIdentity> identity_;
  ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<Transport> plain_transport(Socket socket) {
  return std::make_unique<PlainTransport>(std::move(socket));
}

Result<std::shared_ptr<TlsIdentity>> load_tls(const TlsFiles& files) {
  auto identity = std::make_shared<TlsIdentity>();
  ssl::context& context = identity->context;
  boost::system::error_code error;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_compression, error);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_3_VERSION);
  SSL_CTX_set_num_tickets(context.native_handle(), 0);
  if (!error) context.use_certificate_chain_file(files.certificate_chain, error);
  if (error) return fail(ErrorCode::kUsage, "the TLS certificate could not be read");
  context.use_private_key_file(files.private_key, ssl::context::pem, error);
  if (error) return fail(ErrorCode::kUsage, "the TLS key could not be read");
  if (!files.client_authorities.empty()) {
    context.load_verify_file(files.client_authorities, error);
    if (error) return fail(ErrorCode::kUsage, "the client authorities could not be read");
    context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  }
  return identity;
}

std::unique_ptr<Transport> tls_transport(Socket socket, std::shared_ptr<TlsIdentity> identity) {
  return std::make_unique<TlsTransport>(std::move(socket), std::move(identity));
}

}  // namespace sallyport::http
