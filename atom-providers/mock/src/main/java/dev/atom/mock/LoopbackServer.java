package dev.atom.mock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server on 127.0.0.1, two virtual threads per connection. The JDK's own server can
 * neither cut a chunk nor hang up before the headers, hence this one.
 */
final class LoopbackServer implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final InetSocketAddress address;
  private final Handler handler;
  private final String name;
  private final Map<Socket, Thread> sockets = new ConcurrentHashMap<>();
  private ServerSocket listener;
  private Thread acceptor = Thread.currentThread();
  private Optional<Socket> placeholder = Optional.empty();
  private boolean closed;

  private LoopbackServer(String name, ServerSocket listener, Handler handler) {
    this.name = name;
    this.listener = listener;
    this.address = (InetSocketAddress) listener.getLocalSocketAddress();
    this.handler = handler;
  }

  /** Answers one request. An IOException breaks the connection off. */
  @FunctionalInterface
  interface Handler {
    void handle(ReceivedRequest request, Connection connection)
        throws IOException, InterruptedException;
  }

  static LoopbackServer start(String name, Handler handler) {
    return start(name, 0, handler);
  }

  /** Port 0 means a free one. */
  static LoopbackServer start(String name, int port, Handler handler) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      ServerSocket listener = new ServerSocket(port, BACKLOG, loopback);
      LoopbackServer server = new LoopbackServer(name, listener, handler);
      server.acceptFrom(listener);
      return server;
    } catch (IOException e) {
      String where = port == 0 ? "127.0.0.1" : "127.0.0.1:" + port + "; choose another port";
      throw new UncheckedIOException("can't listen on " + where, e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** Stops listening but keeps the port, and breaks off every connection. */
  synchronized void refuse() {
    if (closed || placeholder.isPresent()) {
      return;
    }
    try {
      listener.close();
      // The port is in use for as long as a thread accepts from it.
      acceptor.join();
      // A bound socket that doesn't listen keeps the port from others and refuses connections.
      Socket bound = new Socket();
      bound.setReuseAddress(true);
      bound.bind(address);
      placeholder = Optional.of(bound);
    } catch (IOException e) {
      throw new UncheckedIOException("can't refuse connections on " + uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + uri() + " stopped listening", e);
    }
    closeSockets();
  }

  /** Listens again on the same port. */
  synchronized void listen() {
    if (closed || placeholder.isEmpty()) {
      return;
    }
    try {
      placeholder.get().close();
      placeholder = Optional.empty();
      listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
      acceptFrom(listener);
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen again on " + uri(), e);
    }
  }

  private void acceptFrom(ServerSocket from) {
    acceptor = Thread.ofVirtual().name(name).start(() -> accept(from));
  }

  private void accept(ServerSocket from) {
    boolean listening = true;
    while (listening) {
      try {
        serveOrClose(from, from.accept());
      } catch (IOException e) {
        // Either it listens no longer, or a connection broke before it was accepted.
        listening = !from.isClosed();
      }
    }
  }

  private void serveOrClose(ServerSocket from, Socket socket) throws IOException {
    Thread thread = Thread.ofVirtual().name(name + "-connection").unstarted(() -> serve(socket));
    sockets.put(socket, thread);
    thread.start();
    // Who closes the listener closes the sockets next, and may have missed this one.
    if (from.isClosed()) {
      socket.close();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Connection connection = new Connection(socket);
      Thread.ofVirtual().name(name + "-requests").start(connection::receive);
      boolean again = true;
      while (again && connection.open()) {
        Optional<ReceivedRequest> request = connection.next();
        if (request.isPresent()) {
          handler.handle(request.get(), connection);
        }
        again = request.isPresent() && keepsAlive(request.get());
      }
    } catch (IOException e) {
      // The client hung up, or the server closes: the connection ends either way.
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
  public synchronized void close() {
    closed = true;
    try {
      listener.close();
      if (placeholder.isPresent()) {
        placeholder.get().close();
      }
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
