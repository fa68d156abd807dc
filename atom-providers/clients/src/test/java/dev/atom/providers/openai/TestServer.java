package dev.atom.providers.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server whose every byte a test controls: one request per connection, answered by a script. */
public final class TestServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Thread accepting;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile Script script = exchange -> exchange.head(404, Map.of());

  /** What the server does with a request. */
  @FunctionalInterface
  public interface Script {
    void answer(Exchange exchange) throws IOException;
  }

  /** A request as it came. */
  public record Received(String line, Map<String, String> headers, String body) {}

  public TestServer() {
    try {
      socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = Thread.ofVirtual().start(this::accept);
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  public void answer(Script script) {
    this.script = script;
  }

  public void answer(int status, String type, String body) {
    answer(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  public void answer(int status, String type, byte[] bytes) {
    answer(
        exchange -> {
          exchange.head(status, Map.of("Content-Type", type, "Content-Length", "" + bytes.length));
          exchange.write(bytes);
        });
  }

  /** Answers with an event stream that ends when the connection does. */
  public void stream(String body) {
    answer(
        exchange -> {
          exchange.head(200, Map.of("Content-Type", "text/event-stream"));
          exchange.write(body.getBytes(StandardCharsets.UTF_8));
        });
  }

  public Received take() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request came");
    }
    return next;
  }

  public int waiting() {
    return received.size();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      received.add(read(in));
      script.answer(new Exchange(in, client.getOutputStream()));
    } catch (IOException e) {
      // The client went away, as many tests want it to.
    }
  }

  private static Received read(InputStream in) throws IOException {
    String first = line(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Received(first, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the client closed");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.close();
    accepting.join();
  }

  /** One answer in the making. */
  public static final class Exchange {
    private final InputStream in;
    private final OutputStream out;

    private Exchange(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    public void head(int status, Map<String, String> headers) throws IOException {
      StringBuilder head =
          new StringBuilder("HTTP/1.1 " + status + " Status\r\nConnection: close\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    public void stream() throws IOException {
      head(200, Map.of("Content-Type", "text/event-stream"));
    }

    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    public void writeInPieces(byte[] bytes, int size) throws IOException {
      for (int i = 0; i < bytes.length; i += size) {
        out.write(bytes, i, Math.min(size, bytes.length - i));
        out.flush();
      }
    }

    /** Waits until the client has closed the connection. */
    public void awaitClosed() {
      try {
        while (in.read() >= 0) {
          // What the client still sends does not matter.
        }
      } catch (IOException e) {
        // Closed hard.
      }
    }
  }
}
