package dev.atom.assistant;

import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import java.util.Optional;

/** The form of messages in the outbox. */
final class Outgoing {
  private static final String KIND = "message:";

  private Outgoing() {}

  /** One kind per channel: who lacks the channel leaves its messages to who has it. */
  static String kind(String channel) {
    return KIND + channel;
  }

  static void effect(Append.Builder append, Conversation conversation, Message message) {
    effect(append, conversation, message, Optional.empty());
  }

  /** Names the approval by which it was granted, so that its delivery is known there, too. */
  static void effect(
      Append.Builder append,
      Conversation conversation,
      Message message,
      Optional<String> approval) {
    Json.Obj payload =
        Json.object()
            .put("channel", conversation.channel())
            .put("message", message.id())
            .put("text", message.text())
            .put("approval", approval)
            .build();
    append.plan(
        NewJob.effect("message:" + message.id(), kind(conversation.channel()), payload)
            .priority(Priority.REAL_TIME));
  }
}
