package dev.atom.telemetry;

import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.NoSuchElementException;

/** A stream whose call ends with its last event, its failure or its closing, whichever is first. */
final class ObservedStream implements ReplyStream {
  private final ReplyStream stream;
  private final ObservedCall call;

  ObservedStream(ReplyStream stream, ObservedCall call) {
    this.stream = stream;
    this.call = call;
  }

  @Override
  public boolean hasNext() {
    return call.within(stream::hasNext);
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream is read to its end");
    }
    ReplyEvent event = call.within(stream::next);
    switch (event) {
      case ReplyEvent.Started started -> {}
      case ReplyEvent.TakenOver taken -> {}
      case ReplyEvent.TextDelta delta -> call.firstChunk();
      case ReplyEvent.ReasoningDelta delta -> call.firstChunk();
      case ReplyEvent.RefusalDelta delta -> call.firstChunk();
      case ReplyEvent.ToolCallStarted started -> call.firstChunk();
      case ReplyEvent.ToolArgumentsDelta delta -> call.firstChunk();
      case ReplyEvent.Finished finished -> call.replied(finished.reply());
    }
    return event;
  }

  @Override
  public Usage usage() {
    return stream.usage();
  }

  @Override
  public void close() {
    // First: what closing does to a reader on another thread is no failure of the call.
    call.abandoned();
    stream.close();
  }

  @Override
  public String toString() {
    return "ObservedStream[" + stream + "]";
  }
}
