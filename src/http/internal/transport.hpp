// One open stream, plain (TCP or Unix) or TLS, so that a connection is compiled once. Includes
// Asio: for internal/*.cpp and server.cpp only. Used by one I/O thread. Reads and writes answer 0
// for any end: the far side closed, an error, cancel().
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"
#include "http/server.hpp"

namespace sallyport::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_task;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

class Transport {
 public:
  virtual ~Transport() = default;
  /// The TLS handshake; true at once without TLS.
  virtual Task<bool> open() = 0;
  virtual Task<std::size_t> read(std::span<char> out) = 0;
  virtual Task<std::size_t> write(std::string_view bytes) = 0;
  /// What can be written without waiting; 0 when nothing can.
  virtual std::size_t try_write(std::string_view bytes) = 0;
  /// Ends the operations under way.
  virtual void cancel() = 0;
  /// No more is written; the far side sees the end.
  virtual void finish() = 0;
  virtual void close() = 0;
};

std::unique_ptr<Transport> plain_transport(Socket socket);

/// The certificate and its key, loaded once.
class TlsIdentity;
Result<std::shared_ptr<TlsIdentity>> load_tls(const TlsFiles& files);
std::unique_ptr<Transport> tls_transport(Socket socket, std::shared_ptr<TlsIdentity> identity);

}  // namespace sallyport::http
