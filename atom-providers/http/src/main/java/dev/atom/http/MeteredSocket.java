package dev.atom.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * A socket that counts what comes in and breaks off when it is too much. OkHttp collects a message
 * of a WebSocket whole before anybody sees it, however large it gets.
 */
final class MeteredSocket extends Socket {
  private final Socket socket;
  private final Meter meter;

  private MeteredSocket(Socket socket, Meter meter) {
    this.socket = socket;
    this.meter = meter;
  }

  /** Counts the bytes between two messages. Thread-safe. */
  static final class Meter {
    private final AtomicLong count = new AtomicLong();
    private final long most;
    private volatile boolean exceeded;

    Meter(long most) {
      this.most = most;
    }

    void restart() {
      count.set(0);
    }

    boolean exceeded() {
      return exceeded;
    }

    private void add(int bytes) throws IOException {
      if (bytes > 0 && count.addAndGet(bytes) > most) {
        exceeded = true;
        throw new IOException("more than " + most + " bytes came without a whole message");
      }
    }
  }

  /** Returns a factory whose sockets are all counted by one meter. */
  static SocketFactory factory(SocketFactory inner, Meter meter) {
    return new Sockets(inner, meter);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(socket.getInputStream()) {
      @Override
      public int read() throws IOException {
        int one = super.read();
        meter.add(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] buffer, int from, int most) throws IOException {
        int count = super.read(buffer, from, most);
        meter.add(count);
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void connect(SocketAddress address) throws IOException {
    socket.connect(address);
  }

  @Override
  public void connect(SocketAddress address, int millis) throws IOException {
    socket.connect(address, millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return socket.getTcpNoDelay();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  /** Makes sockets that one meter counts. */
  private static final class Sockets extends SocketFactory {
    private final SocketFactory inner;
    private final Meter meter;

    Sockets(SocketFactory inner, Meter meter) {
      this.inner = inner;
      this.meter = meter;
    }

    @Override
    public Socket createSocket() throws IOException {
      return new MeteredSocket(inner.createSocket(), meter);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress target) throws IOException {
      Socket socket = createSocket();
      socket.connect(target);
      return socket;
    }
  }
}
