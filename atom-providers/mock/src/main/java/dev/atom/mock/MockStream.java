package dev.atom.mock;

import dev.atom.model.ChatReply;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A scripted stream. Events, where it breaks, and the time between them are known beforehand. */
final class MockStream implements ReplyStream {
  private final List<ReplyEvent> events;
  private final MockReply script;
  private final Failure.Builder facts;
  private final Pause pause;
  private volatile int given;
  private boolean ready;
  private Optional<ModelException> failed = Optional.empty();

  MockStream(ChatReply reply, MockReply script, int pieceSize, Pause pause) {
    this.events = ReplyEvents.of(reply, pieceSize);
    this.script = script;
    this.facts = Failure.at(reply.model());
    this.pause = pause;
  }

  @Override
  public boolean hasNext() {
    if (failed.isPresent()) {
      throw failed.get();
    }
    if (given == events.size()) {
      return false;
    }
    if (ready && !pause.closed()) {
      return true;
    }
    try {
      awaitNext();
    } catch (ModelException e) {
      failed = Optional.of(e);
      throw e;
    }
    ready = true;
    return true;
  }

  private void awaitNext() {
    if (script.broken().isPresent() && script.broken().get().afterEvents() <= given) {
      throw script.broken().get().failure().apply(facts);
    }
    if (given == 0) {
      pause.check();
    } else {
      pause.await(script.timing().between());
    }
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream is read to its end");
    }
    ready = false;
    int at = given;
    given = at + 1;
    return events.get(at);
  }

  /** What was used stands in the last event, as with most providers. */
  @Override
  public Usage usage() {
    return given == events.size() && events.getLast() instanceof ReplyEvent.Finished last
        ? last.reply().usage()
        : Usage.UNKNOWN;
  }

  @Override
  public void close() {
    pause.close();
  }

  @Override
  public String toString() {
    return "MockStream[" + given + " of " + events.size() + " events]";
  }
}
