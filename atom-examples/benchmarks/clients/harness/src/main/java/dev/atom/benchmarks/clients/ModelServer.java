package dev.atom.benchmarks.clients;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider on 127.0.0.1, in a process of its own: one virtual thread for each connection, all
 * replies made beforehand. The first part of the path says how a stream is to come: {@code
 * /t20i50/v1/chat/completions} means 20 tokens, one every 50 milliseconds, the first at once.
 *
 * <p>Prints its port and ends when its standard input does.
 */
public final class ModelServer {
  private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");
  private static final int BACKLOG = 4096;
  private static final Map<String, List<byte[]>> STREAMS = new ConcurrentHashMap<>();
  private static final Map<Protocol, byte[]> WHOLE = new ConcurrentHashMap<>();

  private ModelServer() {}

  /**
   * Serves.
   *
   * @param args none
   * @throws IOException if there is no port
   */
  public static void main(String[] args) throws IOException {
    try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      start(server);
      System.out.println(server.getLocalPort());
      while (System.in.read() >= 0) {
        // Waits for the end.
      }
    }
  }

  /** Serves until the socket is closed. */
  static void start(ServerSocket server) {
    Thread.ofPlatform().daemon().name("model-server").start(() -> accept(server));
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The process ends.
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String start = line(in); start != null; start = line(in)) {
        String path = start.substring(start.indexOf(' ') + 1, start.lastIndexOf(' '));
        answer(path, body(in), out);
      }
    } catch (IOException | InterruptedException gone) {
      // The client closed the connection.
    }
  }

  private static void answer(String path, String body, OutputStream out)
      throws IOException, InterruptedException {
    Protocol protocol = protocol(path);
    if (!STREAM.matcher(body).find()) {
      out.write(WHOLE.computeIfAbsent(protocol, ModelServer::whole));
      return;
    }
    String shape = path.substring(1, path.indexOf('/', 1));
    int gap = Integer.parseInt(shape.substring(shape.indexOf('i') + 1));
    List<byte[]> pieces = STREAMS.computeIfAbsent(protocol + shape, key -> stream(protocol, shape));
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) {
        Thread.sleep(gap);
      }
      out.write(pieces.get(i));
    }
  }

  private static Protocol protocol(String path) throws IOException {
    for (Protocol protocol : Protocol.values()) {
      if (path.endsWith(protocol.path())) {
        return protocol;
      }
    }
    throw new IOException("nothing is served at " + path);
  }

  private static byte[] whole(Protocol protocol) {
    byte[] body = Replies.whole(protocol);
    String head = head("content-type: application/json", "content-length: " + body.length);
    return join(List.of(ascii(head), body));
  }

  /** Without a gap all in one piece, yet each token a chunk of HTTP, as providers send them. */
  private static List<byte[]> stream(Protocol protocol, String shape) {
    int tokens = Integer.parseInt(shape.substring(1, shape.indexOf('i')));
    List<byte[]> pieces = new ArrayList<>();
    for (byte[] piece : Replies.stream(protocol, tokens)) {
      String size = Integer.toHexString(piece.length) + "\r\n";
      pieces.add(join(List.of(ascii(size), piece, ascii("\r\n"))));
    }
    String head =
        head("content-type: text/event-stream; charset=utf-8", "transfer-encoding: chunked");
    pieces.set(0, join(List.of(ascii(head), pieces.get(0))));
    int last = tokens - 1;
    pieces.set(last, join(List.of(pieces.get(last), ascii("0\r\n\r\n"))));
    return shape.endsWith("i0") ? List.of(join(pieces)) : List.copyOf(pieces);
  }

  private static String head(String type, String length) {
    return String.join("\r\n", "HTTP/1.1 200 OK", "x-request-id: req_0a1b2c", type, length, "", "");
  }

  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String body(InputStream in) throws IOException {
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
    }
    byte[] body = chunked ? chunks(in) : exactly(in, length);
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int size;
    do {
      String line = line(in);
      size = Integer.parseInt(line == null ? "0" : line, 16);
      all.writeBytes(exactly(in, size));
      line(in);
    } while (size > 0);
    return all.toByteArray();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** A line without its end, or null at the end of the connection. */
  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(128);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return null;
  }
}
