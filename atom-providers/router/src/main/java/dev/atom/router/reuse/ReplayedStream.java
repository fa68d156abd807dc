package dev.atom.router.reuse;

import dev.atom.model.CallCancelled;
import dev.atom.model.ChatReply;
import dev.atom.model.Failure;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A whole reply as a stream: each part in one piece. */
public final class ReplayedStream implements ReplyStream {
  private final ChatReply reply;
  private final Iterator<ReplyEvent> events;
  private volatile boolean closed;

  /**
   * Creates a stream.
   *
   * @param reply what {@link ReplyEvent.Finished} will carry
   */
  public ReplayedStream(ChatReply reply) {
    this.reply = reply;
    this.events = events(reply).iterator();
  }

  private static List<ReplyEvent> events(ChatReply reply) {
    List<ReplyEvent> events = new ArrayList<>();
    events.add(new ReplyEvent.Started(reply.model()));
    for (int choice = 0; choice < reply.choices().size(); choice++) {
      int calls = 0;
      for (Part part : reply.choices().get(choice).parts()) {
        calls += add(events, choice, calls, part);
      }
    }
    events.add(new ReplyEvent.Finished(reply));
    return events;
  }

  /** Returns how many calls the part is. */
  private static int add(List<ReplyEvent> events, int choice, int calls, Part part) {
    switch (part) {
      case Part.Text text when !text.text().isEmpty() ->
          events.add(new ReplyEvent.TextDelta(choice, text.text()));
      case Part.Reasoning reasoning when !reasoning.text().isEmpty() ->
          events.add(new ReplyEvent.ReasoningDelta(choice, reasoning.text()));
      case Part.Refusal refusal -> events.add(new ReplyEvent.RefusalDelta(choice, refusal.text()));
      case Part.ToolCall call -> {
        events.add(new ReplyEvent.ToolCallStarted(choice, calls, call.id(), call.name()));
        events.add(new ReplyEvent.ToolArgumentsDelta(choice, calls, call.arguments()));
        return 1;
      }
      case Part.Text nothing -> {}
      case Part.Reasoning hidden -> {}
      case Part.Image image -> {}
      case Part.Audio audio -> {}
      case Part.File file -> {}
      case Part.ToolResult result -> {}
      case Part.ProviderItem item -> {}
    }
    return 0;
  }

  @Override
  public boolean hasNext() {
    if (closed && events.hasNext()) {
      throw new CallCancelled(Failure.at(reply.model()).message("the stream was closed").build());
    }
    return events.hasNext();
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream is read to its end");
    }
    return events.next();
  }

  @Override
  public Usage usage() {
    return reply.usage();
  }

  @Override
  public void close() {
    closed = true;
  }
}
