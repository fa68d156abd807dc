package dev.atom.router;

import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;

/** A stream whose reply others wait for: kept when it is whole, given up when it is not. */
final class SharedStream implements ReplyStream {
  private final ReplyStream stream;
  private final Making making;
  private boolean takenOver;

  SharedStream(ReplyStream stream, Making making) {
    this.stream = stream;
    this.making = making;
  }

  @Override
  public boolean hasNext() {
    try {
      return stream.hasNext();
    } catch (RuntimeException | Error e) {
      making.giveUp();
      throw e;
    }
  }

  @Override
  public ReplyEvent next() {
    ReplyEvent event;
    try {
      event = stream.next();
    } catch (RuntimeException | Error e) {
      making.giveUp();
      throw e;
    }
    if (event instanceof ReplyEvent.TakenOver) {
      takenOver = true;
    }
    if (event instanceof ReplyEvent.Finished finished) {
      if (takenOver) {
        making.giveUp();
      } else {
        making.made(finished.reply());
      }
    }
    return event;
  }

  @Override
  public Usage usage() {
    return stream.usage();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } finally {
      making.giveUp();
    }
  }

  @Override
  public String toString() {
    return stream.toString();
  }
}
