package dev.atom.providers.wire;

import dev.atom.model.CallCancelled;
import dev.atom.model.ChatReply;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/** A whole reply as a stream, for servers that answer so although a stream was asked. */
public final class WholeReplyStream implements ReplyStream {
  private final Queue<ReplyEvent> events = new ArrayDeque<>();
  private final ModelRef model;
  private final Usage usage;
  private volatile boolean closed;

  /** Cuts a reply into its events. */
  public WholeReplyStream(ChatReply reply) {
    model = reply.model();
    usage = reply.usage();
    events.add(new ReplyEvent.Started(reply.model()));
    for (int i = 0; i < reply.choices().size(); i++) {
      add(i, reply.choices().get(i).parts());
    }
    events.add(new ReplyEvent.Finished(reply));
  }

  private void add(int choice, List<Part> parts) {
    int calls = 0;
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> events.add(new ReplyEvent.TextDelta(choice, text.text()));
        case Part.Refusal refusal ->
            events.add(new ReplyEvent.RefusalDelta(choice, refusal.text()));
        case Part.Reasoning reasoning -> {
          if (!reasoning.text().isEmpty()) {
            events.add(new ReplyEvent.ReasoningDelta(choice, reasoning.text()));
          }
        }
        case Part.ToolCall call -> {
          events.add(new ReplyEvent.ToolCallStarted(choice, calls, call.id(), call.name()));
          events.add(new ReplyEvent.ToolArgumentsDelta(choice, calls, call.arguments()));
          calls++;
        }
        case Part.ProviderItem item -> {}
        case Part.Image image -> {}
        case Part.Audio audio -> {}
        case Part.File file -> {}
        case Part.ToolResult result -> {}
      }
    }
  }

  @Override
  public boolean hasNext() {
    if (closed && !events.isEmpty()) {
      throw new CallCancelled(Failure.at(model).message("the stream was closed").build());
    }
    return !events.isEmpty();
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream was read to its end");
    }
    return events.remove();
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public void close() {
    closed = true;
  }
}
