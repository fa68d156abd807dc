package dev.atom.voice;

import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.concurrent.Semaphore;

/** A stream that gives as many events as the test lets through. */
final class GatedStream implements ReplyStream {
  private final ReplyStream stream;
  private final Semaphore gate;
  private volatile boolean closed;
  private boolean passed;

  GatedStream(ReplyStream stream, int events) {
    this.stream = stream;
    gate = new Semaphore(events);
  }

  void open() {
    gate.release(1 << 20);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public boolean hasNext() {
    if (!passed) {
      gate.acquireUninterruptibly();
      passed = true;
    }
    return stream.hasNext();
  }

  @Override
  public ReplyEvent next() {
    ReplyEvent event = stream.next();
    passed = false;
    return event;
  }

  @Override
  public Usage usage() {
    return stream.usage();
  }

  @Override
  public void close() {
    closed = true;
    stream.close();
    open();
  }
}
