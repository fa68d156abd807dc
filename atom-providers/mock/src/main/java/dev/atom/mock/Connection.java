package dev.atom.mock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One HTTP/1.1 connection of a {@link LoopbackServer}, with a say over every byte that goes out. One
 * thread reads requests all the time, so that a client that hangs up is noticed while another thread
 * answers.
 */
final class Connection {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 500;
  private static final int LARGEST_BODY = 256 * 1024 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final BlockingQueue<Optional<ReceivedRequest>> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private boolean chunked;
  private boolean bodiless;
  private long sent;

  Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Reads requests until the client hangs up or the connection ends here. */
  void receive() {
    try {
      Optional<ReceivedRequest> request = read();
      while (request.isPresent()) {
        arrived.add(request);
        request = read();
      }
    } catch (IOException e) {
      // The client broke off or spoke no HTTP, or the connection was closed here: it ends either
      // way.
      gone.complete(true);
    } finally {
      gone.complete(true);
      arrived.add(Optional.empty());
    }
  }

  /** Returns the next request, or nothing if the client has hung up in between. */
  Optional<ReceivedRequest> next() throws InterruptedException {
    Optional<ReceivedRequest> request = arrived.take();
    bodiless = request.filter(asked -> asked.method().equals("HEAD")).isPresent();
    return request;
  }

  /** Completes when the client has hung up. */
  CompletableFuture<Boolean> gone() {
    return gone;
  }

  private Optional<ReceivedRequest> read() throws IOException {
    Optional<String> first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] words = first.get().split(" ", -1);
    if (words.length != 3 || !words[1].startsWith("/")) {
      throw new IOException("not a request of HTTP/1.1");
    }
    Map<String, List<String>> headers = headers();
    if (Headers.first(headers, "expect").isPresent()) {
      out.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
    }
    return Optional.of(new ReceivedRequest(words[0], words[1], headers, body(headers)));
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int count = 0; count < MOST_HEADERS; count++) {
      String line = line().orElseThrow(EOFException::new);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("a header without a colon");
      }
      Headers.add(headers, line.substring(0, colon), List.of(line.substring(colon + 1).strip()));
    }
    throw new IOException("more than " + MOST_HEADERS + " headers");
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (Headers.first(headers, "transfer-encoding").isPresent()) {
      return chunks();
    }
    String length = Headers.first(headers, "content-length").orElse("0");
    return length.matches("[0-9]{1,9}")
        ? bytes(Integer.parseInt(length))
        : bytes(Integer.MAX_VALUE);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line().orElseThrow(EOFException::new).split(";", 2)[0].strip();
      int length = size.matches("[0-9A-Fa-f]{1,7}") ? Integer.parseInt(size, 16) : -1;
      if (length < 0 || body.size() > LARGEST_BODY) {
        throw new IOException("a bad chunk");
      }
      body.write(bytes(length));
      line();
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] bytes(int length) throws IOException {
    if (length > LARGEST_BODY) {
      throw new IOException("a body beyond " + LARGEST_BODY + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != -1; next = in.read()) {
      if (next == '\n') {
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
      }
      if (line.size() >= LONGEST_LINE) {
        throw new IOException("a line beyond " + LONGEST_LINE + " bytes");
      }
      line.write(next);
    }
    return Optional.empty();
  }

  /** Begins the answer; without a length the body goes out in chunks, one for each write. */
  void begin(int status, Map<String, List<String>> headers, OptionalLong length)
      throws IOException {
    sent = 0;
    bodiless |= status == 204 || status == 304;
    chunked = length.isEmpty() && !bodiless;
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Recorded\r\n");
    headers.forEach(
        (name, values) -> {
          if (!Headers.ofTheConnection(name)) {
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
          }
        });
    if (chunked) {
      head.append("transfer-encoding: chunked\r\n");
    } else if (!bodiless) {
      head.append("content-length: ").append(length.orElse(0)).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  void write(byte[] bytes, int from, int to) throws IOException {
    if (to <= from || bodiless) {
      return;
    }
    if (chunked) {
      out.write(ascii(Integer.toHexString(to - from) + "\r\n"));
    }
    out.write(bytes, from, to - from);
    if (chunked) {
      out.write(ascii("\r\n"));
    }
    out.flush();
    sent += to - from;
  }

  /** How much of the answer's body went out. */
  long sent() {
    return sent;
  }

  /** Ends the answer properly. */
  void end() throws IOException {
    if (chunked) {
      out.write(ascii("0\r\n\r\n"));
      out.flush();
    }
  }

  /** Writes what is no chunk where one is due, and closes. */
  void malform() throws IOException {
    out.write(ascii("no size of a chunk\r\n"));
    abort();
  }

  /** Closes the connection, in order for TCP. */
  void abort() throws IOException {
    socket.close();
  }

  /** Resets the connection. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  boolean open() {
    return !socket.isClosed();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
