package dev.atom.providers.deepgram;

import dev.atom.http.ConnectionFailed;
import dev.atom.http.HttpException;
import dev.atom.http.WebSocketMessage;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.ModelException;
import dev.atom.model.Warning;
import dev.atom.providers.wire.OpenedSocket;
import dev.atom.providers.wire.ProviderError;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A running live transcription over a WebSocket. */
final class LiveSession implements LiveTranscription {
  /** Deepgram ends a session in which it hears nothing for ten seconds. */
  private static final Duration BEAT = Duration.ofSeconds(4);

  private static final String KEEP_ALIVE = "{\"type\":\"KeepAlive\"}";
  private static final String FINALIZE = "{\"type\":\"Finalize\"}";
  private static final int NORMAL = 1000;
  private static final int NO_CODE = 1005;

  private final OpenedSocket socket;
  private final LiveMessages messages;
  private final List<Warning> warnings;
  private final Beats.Rhythm rhythm;
  private final AtomicBoolean quiet = new AtomicBoolean();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private volatile @Nullable ModelException failure;
  private LiveEvent.@Nullable Finished finished;

  LiveSession(OpenedSocket socket, LiveMessages messages, List<Warning> warnings, Beats beats) {
    this.socket = socket;
    this.messages = messages;
    this.warnings = List.copyOf(warnings);
    rhythm = messages.keptAlive() ? beats.start(BEAT, this::keepAlive) : () -> {};
  }

  @Override
  public Optional<String> requestId() {
    return socket.requestId();
  }

  @Override
  public List<Warning> warnings() {
    return warnings;
  }

  @Override
  public void send(byte[] audio) {
    if (audio.length == 0) {
      throw new IllegalArgumentException("the sound is empty, which would end the transcription");
    }
    refuseIfFinishing();
    quiet.set(false);
    sending(() -> socket.session().send(audio));
  }

  @Override
  public void flush() {
    refuseIfFinishing();
    if (messages.flushes()) {
      sending(() -> socket.session().send(FINALIZE));
    }
  }

  @Override
  public void finish() {
    if (finishing.compareAndSet(false, true)) {
      rhythm.stop();
      sending(() -> socket.session().send(LiveMessages.CLOSE));
    }
  }

  private void refuseIfFinishing() {
    if (finishing.get()) {
      throw new IllegalStateException("the transcription was told that there is no more sound");
    }
  }

  private void sending(Runnable message) {
    ModelException broken = failure;
    if (broken != null) {
      throw broken;
    }
    try {
      message.run();
    } catch (HttpException e) {
      // Why it broke is told to the reader, who may know better.
      throw socket.broken(e);
    }
  }

  /** Says that somebody is there if nothing was sent since the last beat. */
  private boolean keepAlive() {
    if (!quiet.getAndSet(true) || finishing.get()) {
      return !finishing.get();
    }
    try {
      socket.session().send(KEEP_ALIVE);
      return true;
    } catch (HttpException e) {
      return false;
    }
  }

  @Override
  public LiveEvent next() {
    Optional<LiveEvent> event = Optional.empty();
    while (event.isEmpty()) {
      ModelException broken = failure;
      if (broken != null) {
        throw broken;
      }
      event = finished != null ? Optional.of(finished) : take();
    }
    return event.get();
  }

  private Optional<LiveEvent> take() {
    boolean last = finishing.get();
    Optional<WebSocketMessage> message;
    try {
      message = socket.session().next(socket.patience());
    } catch (HttpException e) {
      return Optional.of(broken(e));
    }
    if (message.isEmpty() && last) {
      throw failed(socket.endless());
    }
    return message.flatMap(this::event);
  }

  /** The summary is the last word: a connection that breaks behind it has done its work. */
  private LiveEvent broken(HttpException e) {
    if (e instanceof ConnectionFailed && summedUp()) {
      return finished();
    }
    throw failed(socket.broken(e));
  }

  private boolean summedUp() {
    return finishing.get() && !messages.summary().members().isEmpty();
  }

  private Optional<LiveEvent> event(WebSocketMessage message) {
    return switch (message) {
      case WebSocketMessage.Text(String text) -> Optional.of(event(text));
      case WebSocketMessage.Binary binary -> Optional.empty();
      case WebSocketMessage.Closed(int code, String reason) -> Optional.of(closed(code, reason));
    };
  }

  private LiveEvent event(String text) {
    Json.Obj message;
    try {
      message = Json.parseObject(text);
    } catch (JsonException e) {
      // The cause stays behind: a parser's message may quote the text.
      throw failed(socket.garbled());
    }
    Optional<ProviderError> error = DeepgramErrors.read(message);
    if (error.isPresent()) {
      throw failed(socket.told(error.get()));
    }
    try {
      return messages.event(message);
    } catch (RuntimeException e) {
      throw failed(socket.senseless(e));
    }
  }

  private LiveEvent closed(int code, String reason) {
    if (code != NORMAL && code != NO_CODE) {
      throw failed(socket.told(DeepgramErrors.closed(code, reason)));
    }
    if (!finishing.get()) {
      throw failed(socket.truncated());
    }
    return finished();
  }

  private LiveEvent finished() {
    LiveEvent.Finished end = new LiveEvent.Finished(messages.usage(), messages.summary());
    finished = end;
    return end;
  }

  private ModelException failed(ModelException why) {
    failure = why;
    rhythm.stop();
    socket.session().close();
    return why;
  }

  @Override
  public void close() {
    rhythm.stop();
    socket.close();
  }
}
