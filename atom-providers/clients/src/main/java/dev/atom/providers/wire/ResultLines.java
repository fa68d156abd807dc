package dev.atom.providers.wire;

import dev.atom.http.HttpException;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.StreamEvents;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.ModelException;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Results of a batch in files of JSON lines, opened one after the other. */
public final class ResultLines implements BatchResults {
  private final Queue<Supplier<Opened>> files;
  private final BiFunction<Json.Obj, Failures, BatchResult> reader;
  private volatile @Nullable Opened current;
  private volatile boolean closed;
  private @Nullable StreamEvents events;
  private @Nullable BatchResult ready;
  private @Nullable RuntimeException failure;

  /**
   * Reads files.
   *
   * @param files open each file
   * @param reader reads one line; RuntimeException of any kind if it is no result
   */
  public ResultLines(
      List<Supplier<Opened>> files, BiFunction<Json.Obj, Failures, BatchResult> reader) {
    this.files = new ArrayDeque<>(files);
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (failure != null) {
      throw failure;
    }
    try {
      while (ready == null && advance()) {
        // On to the next line that is not blank, or the next file.
      }
    } catch (RuntimeException e) {
      failure = e;
      close();
      throw e;
    }
    return ready != null;
  }

  @Override
  public BatchResult next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException("all results were read");
    }
    BatchResult result = ready;
    ready = null;
    return result;
  }

  /** Reads one line; returns false when there is nothing more. */
  private boolean advance() {
    Opened open = current;
    StreamEvents lines = events;
    if (open == null || lines == null) {
      return openNext();
    }
    Failures failures = open.failures();
    try {
      Optional<ServerSentEvent> line = lines.next();
      if (line.isPresent()) {
        ready = result(line.get(), failures);
      } else {
        open.close();
        current = null;
        events = null;
      }
      return true;
    } catch (HttpException e) {
      throw failures.inStream(e);
    }
  }

  private boolean openNext() {
    Supplier<Opened> file = files.poll();
    if (file == null || closed) {
      return false;
    }
    Opened opened = file.get();
    current = opened;
    events = StreamEvents.jsonLines(opened.stream());
    if (closed) {
      opened.close();
    }
    return true;
  }

  private BatchResult result(ServerSentEvent line, Failures failures) {
    try {
      return reader.apply(Json.parseObject(line.data()), failures);
    } catch (ModelException e) {
      throw e;
    } catch (JsonException e) {
      throw line.complete() ? failures.garbled() : failures.truncated();
    } catch (RuntimeException e) {
      throw failures.senseless(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    Opened open = current;
    if (open != null) {
      open.close();
    }
  }
}
