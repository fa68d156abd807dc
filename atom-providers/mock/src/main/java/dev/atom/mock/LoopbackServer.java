package dev.atom.mock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server on 127.0.0.1 and a free port, one virtual thread per connection. The JDK's
 * own server can neither cut a chunk nor hang up before the headers, hence this one.
 */
final class LoopbackServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Handler handler;
  private final String name;
  private final Map<Socket, Thread> sockets = new ConcurrentHashMap<>();

  private LoopbackServer(String name, ServerSocket listener, Handler handler) {
    this.name = name;
    this.listener = listener;
    this.handler = handler;
  }

  /** Answers one request. An IOException breaks the connection off. */
  @FunctionalInterface
  interface Handler {
    void handle(ReceivedRequest request, Connection connection)
        throws IOException, InterruptedException;
  }

  static LoopbackServer start(String name, Handler handler) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      LoopbackServer server = new LoopbackServer(name, new ServerSocket(0, 128, loopback), handler);
      Thread.ofVirtual().name(name).start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on 127.0.0.1", e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    boolean listening = true;
    while (listening) {
      try {
        start(listener.accept());
      } catch (IOException e) {
        // Either the server closes, or a connection broke before it was accepted.
        listening = !listener.isClosed();
      }
    }
    closeSockets();
  }

  private void start(Socket socket) {
    Thread thread = Thread.ofVirtual().name(name + "-connection").unstarted(() -> serve(socket));
    sockets.put(socket, thread);
    thread.start();
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Connection connection = new Connection(socket);
      boolean again = true;
      while (again && connection.open()) {
        Optional<ReceivedRequest> request = connection.read();
        if (request.isPresent()) {
          handler.handle(request.get(), connection);
        }
        again = request.isPresent() && keepsAlive(request.get());
      }
    } catch (IOException e) {
      // The client hung up, spoke no HTTP, or the server closes: the connection ends either way.
      sockets.remove(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  private static boolean keepsAlive(ReceivedRequest request) {
    return request.header("connection").map(v -> !v.equalsIgnoreCase("close")).orElse(true);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't stop listening on " + uri(), e);
    }
    closeSockets();
  }

  private void closeSockets() {
    sockets.forEach(
        (socket, thread) -> {
          thread.interrupt();
          try {
            socket.close();
          } catch (IOException e) {
            // It was broken already, which is as good as closed.
            sockets.remove(socket);
          }
        });
  }
}
