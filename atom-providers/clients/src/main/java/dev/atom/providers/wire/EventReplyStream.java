package dev.atom.providers.wire;

import dev.atom.http.EventSink;
import dev.atom.http.HttpException;
import dev.atom.http.HttpStream;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.StreamEvents;
import dev.atom.json.JsonException;
import dev.atom.model.ModelException;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A reply read from the events of a stream. */
final class EventReplyStream implements ReplyStream {
  private final Opened opened;
  private final StreamEvents events;
  private final StreamReader reader;
  private final Failures failures;

  /** Held while the reader takes something in, never while waiting for it. */
  private final ReentrantLock reading = new ReentrantLock();

  private final Queue<ReplyEvent> ready = new ArrayDeque<>();
  private final Consumer<ReplyEvent> adding = this::add;
  private final EventSink taking = this::take;
  private @Nullable EventTemplate template;
  private @Nullable Repeat repeat;
  private @Nullable Throwable failure;
  private @Nullable Usage whole;
  private boolean begun;
  private boolean finished;

  EventReplyStream(Opened opened, Dialect.Framing framing, StreamReader reader) {
    this.opened = opened;
    this.events = events(opened.stream(), framing);
    this.reader = reader;
    this.failures = opened.failures().using(this::usage);
  }

  private static StreamEvents events(HttpStream stream, Dialect.Framing framing) {
    return switch (framing) {
      case EVENTS -> StreamEvents.serverSent(stream);
      case LINES -> StreamEvents.jsonLines(stream);
      case ARRAY -> StreamEvents.jsonArray(stream);
    };
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !finished) {
      rethrow();
      try {
        advance();
      } catch (Throwable e) {
        failure = e;
        close();
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream was read to its end");
    }
    return ready.remove();
  }

  private void advance() {
    try {
      if (!events.next(taking)) {
        end();
      }
    } catch (HttpException e) {
      throw failures.inStream(e);
    } catch (StreamError e) {
      throw failures.ofError(e.error(), Optional.empty());
    }
  }

  private void end() {
    reading.lock();
    try {
      reader.end(adding);
    } catch (StreamError | ModelException e) {
      throw e;
    } catch (JsonException e) {
      throw failures.garbled();
    } catch (RuntimeException e) {
      throw failures.senseless(e);
    } finally {
      reading.unlock();
    }
    if (!finished) {
      throw failures.truncated();
    }
  }

  private void take(String type, byte[] data, int from, int to, boolean complete) {
    if (finished) {
      return;
    }
    reading.lock();
    try {
      if (!repeated(type, data, from, to, complete)) {
        String json = new String(data, from, to - from, StandardCharsets.UTF_8);
        reader.accept(new ServerSentEvent(type, json, "", complete), adding);
        learn(type, data, from, to);
      }
    } catch (StreamError | ModelException e) {
      throw e;
    } catch (JsonException e) {
      throw complete ? failures.garbled() : failures.truncated();
    } catch (RuntimeException e) {
      throw failures.senseless(e);
    } finally {
      reading.unlock();
    }
  }

  private boolean repeated(String type, byte[] data, int from, int to, boolean complete) {
    if (template == null || repeat == null || !complete) {
      return false;
    }
    String text = template.match(type, data, from, to);
    if (text == null) {
      return false;
    }
    repeat.more().accept(text, adding);
    return true;
  }

  private void learn(String type, byte[] data, int from, int to) {
    Optional<Repeat> again = reader.repeat();
    if (again.isPresent()) {
      Repeat what = again.get();
      repeat = what;
      template = EventTemplate.of(type, data, from, to, what.member(), what.ignored()).orElse(null);
    }
  }

  private void add(ReplyEvent event) {
    ready.add(event);
    if (!begun && !(event instanceof ReplyEvent.Started)) {
      begun = true;
      opened.stream().begun();
    }
    if (event instanceof ReplyEvent.Finished last) {
      finished = true;
      whole = last.reply().usage();
      opened.stream().release();
      opened.keys().close();
    }
  }

  @Override
  public Usage usage() {
    reading.lock();
    try {
      return whole == null ? reader.usage().atLeast() : whole;
    } finally {
      reading.unlock();
    }
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
