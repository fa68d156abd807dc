package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream of the first target that gives a piece of a reply. {@code Started} is held back until
 * then, so that a reader is never told of a model that fell out.
 */
final class RoutedStream implements ReplyStream {
  private final Routing routing;
  private final ChatRequest request;
  private final CallContext context;
  private final Deque<ReplyEvent> held = new ArrayDeque<>();
  private final Deque<ReplyEvent> ready = new ArrayDeque<>();
  private volatile @Nullable Running running;
  private volatile @Nullable ReplyStream source;
  private volatile boolean closed;
  private volatile boolean finished;
  private boolean answering;
  private Optional<RuntimeException> failed = Optional.empty();

  private RoutedStream(Routing routing, ChatRequest request, CallContext context) {
    this.routing = routing;
    this.request = request;
    this.context = context;
  }

  /**
   * Opens the stream.
   *
   * @param context this stream's alone: closing it also ends a target that is just being asked
   */
  static RoutedStream open(Routing routing, ChatRequest request, CallContext context) {
    RoutedStream stream = new RoutedStream(routing, request, context);
    stream.openNext();
    return stream;
  }

  @Override
  public boolean hasNext() {
    if (failed.isPresent()) {
      throw failed.get();
    }
    if (finished) {
      return !ready.isEmpty();
    }
    try {
      if (closed) {
        throw routing.cancelled("the stream was closed");
      }
      while (ready.isEmpty()) {
        fill();
      }
      return true;
    } catch (RuntimeException e) {
      failed = Optional.of(e);
      throw e;
    }
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream is read to its end");
    }
    return ready.remove();
  }

  /** Of the target whose reply is read; what others used before they fell out stands in the trace. */
  @Override
  public Usage usage() {
    ReplyStream from = source;
    return from == null ? Usage.UNKNOWN : from.usage();
  }

  @Override
  public void close() {
    closed = true;
    if (!finished) {
      context.cancel();
    }
    if (source != null) {
      source.close();
    }
    if (running != null) {
      routing.abandon(running, usage());
    }
  }

  private void fill() {
    Running attempt = attempt();
    try {
      accept(attempt, pull(attempt));
    } catch (ModelException e) {
      held.clear();
      closeSource();
      routing.failed(attempt, e, answering);
      openNext();
    } catch (RuntimeException | Error e) {
      routing.broke(attempt, e);
      throw e;
    }
  }

  private ReplyEvent pull(Running attempt) {
    ReplyStream from = source;
    if (from == null || !from.hasNext()) {
      String message = "the stream ended before the reply was whole";
      throw new TruncatedStream(Failure.at(attempt.begun().model()).message(message).build());
    }
    return from.next();
  }

  private void accept(Running attempt, ReplyEvent event) {
    held.add(event);
    if (event instanceof ReplyEvent.Started) {
      return;
    }
    answering = true;
    if (event instanceof ReplyEvent.Finished last) {
      routing.answered(attempt, last.reply());
      finished = true;
    }
    ready.addAll(held);
    held.clear();
  }

  private void openNext() {
    while (true) {
      Running attempt = routing.next();
      running = attempt;
      try {
        ReplyStream opened = attempt.target().stream(request, context);
        source = opened;
        // Looked at behind the assignment: a close before it has seen the older stream only.
        if (closed) {
          opened.close();
        }
        return;
      } catch (ModelException e) {
        routing.failed(attempt, e, false);
      } catch (RuntimeException | Error e) {
        routing.broke(attempt, e);
        throw e;
      }
    }
  }

  private void closeSource() {
    ReplyStream from = source;
    if (from != null) {
      from.close();
    }
  }

  private Running attempt() {
    Running attempt = running;
    if (attempt == null) {
      throw new IllegalStateException("no target was asked");
    }
    return attempt;
  }

  @Override
  public String toString() {
    return "RoutedStream[" + (running == null ? "-" : running.begun().model()) + "]";
  }
}
