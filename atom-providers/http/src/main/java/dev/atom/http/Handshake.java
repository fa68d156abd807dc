package dev.atom.http;

import java.io.IOException;
import java.util.Optional;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Hears what OkHttp tells of one session, the answer to the wish for it first. */
final class Handshake extends WebSocketListener {
  private static final int SWITCHING = 101;
  private static final long LARGEST_BODY = 64 * 1024;
  private static final int NORMAL = 1000;

  private final WebSocketSession session;
  private volatile @Nullable WebSocketOpening opening;

  Handshake(WebSocketSession session) {
    this.session = session;
  }

  /** Returns the server's answer; empty if there is none, which the session can explain. */
  Optional<WebSocketOpening> opening() {
    return Optional.ofNullable(opening);
  }

  @Override
  public void onOpen(WebSocket socket, Response response) {
    opening = new WebSocketOpening.Accepted(session, HttpHeaders.of(response.headers()));
    session.opened();
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    session.received(new WebSocketMessage.Text(text), text.length());
  }

  @Override
  public void onMessage(WebSocket socket, ByteString bytes) {
    session.received(new WebSocketMessage.Binary(bytes.toByteArray()), bytes.size());
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    session.closed(code, reason);
    socket.close(NORMAL, null);
  }

  @Override
  public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
    if (opening == null && response != null && response.code() != SWITCHING) {
      opening = new WebSocketOpening.Refused(reply(response));
    }
    session.failed(failure);
  }

  private static HttpReply reply(Response response) {
    byte[] body;
    try {
      body = response.peekBody(LARGEST_BODY).bytes();
    } catch (IOException e) {
      // The status tells enough.
      body = new byte[0];
    }
    return new HttpReply(response.code(), HttpHeaders.of(response.headers()), body, body.length);
  }
}
