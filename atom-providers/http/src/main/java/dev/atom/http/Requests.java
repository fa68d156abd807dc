package dev.atom.http;

import dev.atom.http.HttpCall.SecretValue;
import dev.atom.secret.PlaintextAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Turns calls into OkHttp's requests. */
final class Requests {
  private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  private Requests() {}

  static Request of(HttpCall call, HttpUrl url) {
    Request.Builder request = new Request.Builder().url(url);
    call.headers().forEach(request::header);
    call.secretHeaders().forEach((name, value) -> request.header(name, plain(value)));
    if (!call.contentType().isEmpty()) {
      request.header("Content-Type", call.contentType());
    }
    boolean fetches = call.method().equals("GET") || call.method().equals("HEAD");
    request.method(call.method(), fetches ? null : new OneBody(call.body()));
    return request.tag(Timeouts.class, call.timeouts()).build();
  }

  private static String plain(SecretValue value) {
    return value
        .secret()
        .use(
            PlaintextAccess.granted(),
            bytes -> value.prefix() + new String(bytes, StandardCharsets.US_ASCII));
  }

  /**
   * Tells whether anybody on the way could read a call's secrets: that to this machine is not safe
   * if it leads over another one.
   */
  static boolean exposesSecrets(HttpCall call, boolean overOther) {
    return !call.secretHeaders().isEmpty()
        && call.uri().getScheme().equalsIgnoreCase("http")
        && (overOther || !isLoopback(call.uri().getHost()));
  }

  /** Decides by the text alone: what a name stands for elsewhere can change until the call is made. */
  static boolean isLoopback(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.endsWith(".localhost")
        || lower.equals("[::1]")
        || lower.equals("::1")
        || LOOPBACK.matcher(lower).matches();
  }

  /** A body that is sent once: a second time could be paid for a second time. */
  private static final class OneBody extends RequestBody {
    private final List<byte[]> pieces;

    OneBody(List<byte[]> pieces) {
      this.pieces = pieces;
    }

    @Override
    public @Nullable MediaType contentType() {
      // Set as a header already; to parse it would cost more than all the rest here.
      return null;
    }

    @Override
    public long contentLength() {
      long length = 0;
      for (byte[] piece : pieces) {
        length += piece.length;
      }
      return length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      for (byte[] piece : pieces) {
        sink.write(piece);
      }
    }
  }
}
