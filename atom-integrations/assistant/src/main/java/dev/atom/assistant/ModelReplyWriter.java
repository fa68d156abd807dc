package dev.atom.assistant;

import dev.atom.conversation.MemoryView;
import dev.atom.json.Json;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.TokenCounter;
import dev.atom.operation.Passage;
import dev.atom.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a model draft the reply, from the conversation, the document, the passages found and what the
 * rules demand. Values of sensitive fields are not shown to it, also where the customer
 * said them. Immutable and as thread-safe as its
 * model.
 */
public final class ModelReplyWriter implements ReplyWriter {
  private static final int HISTORY_TOKENS = 6_000;

  private final ChatModel model;
  private final Schema schema;
  private final String instructions;

  private ModelReplyWriter(ChatModel model, Schema schema, String instructions) {
    this.model = model;
    this.schema = schema;
    this.instructions = instructions;
  }

  /**
   * Returns a writer.
   *
   * @param model the model that writes
   * @param schema the document's schema
   * @param instructions who the assistant is and how it speaks
   * @return the writer
   */
  public static ModelReplyWriter of(ChatModel model, Schema schema, String instructions) {
    return new ModelReplyWriter(model, schema, instructions);
  }

  @Override
  public String name() {
    return "reply/1/"
        + schema.id()
        + "-"
        + schema.version()
        + "/"
        + model.ref()
        + "/"
        + Integer.toHexString(instructions.hashCode());
  }

  @Override
  public Analysis write(TurnInput said, Grounds grounds) {
    TurnInput input =
        new TurnInput(
            Prompts.masked(schema, said.document(), said.history()),
            Prompts.masked(schema, said.document(), said.messages()),
            said.document(),
            said.context());
    MemoryView view =
        MemoryView.of(
            pinned(input, grounds), input.history(), HISTORY_TOKENS, TokenCounter.estimate());
    List<ChatMessage> prompt = new ArrayList<>(view.messages());
    prompt.add(ChatMessage.user(input.text()));
    ChatReply reply =
        model.chat(ChatRequest.newBuilder().messages(prompt).build(), input.context());
    String text = reply.refusal().isPresent() ? "" : reply.text();
    return new Analysis(
        Json.object().put("text", text).build(),
        List.of(new Analysis.Call(reply.model(), reply.usage())));
  }

  private String pinned(TurnInput input, Grounds grounds) {
    StringBuilder text = new StringBuilder(instructions);
    text.append("\nKnown of the customer: ").append(Prompts.known(schema, input.document()));
    for (String instruction : grounds.instructions()) {
      text.append("\nMind: ").append(instruction);
    }
    int number = 1;
    for (Passage passage : grounds.passages()) {
      text.append("\n[").append(number++).append("] ").append(passage.title()).append('\n');
      text.append(passage.text());
    }
    if (!grounds.passages().isEmpty()) {
      text.append("\nRest what you say on these passages and cite them as [1], [2].");
    }
    return text.toString();
  }
}
