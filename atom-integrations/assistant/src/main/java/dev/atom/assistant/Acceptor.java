package dev.atom.assistant;

import dev.atom.conversation.Author;
import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores incoming messages, each once. */
final class Acceptor {
  private final Parts parts;

  Acceptor(Parts parts) {
    this.parts = parts;
  }

  /** Many channels number messages in each of their conversations anew. */
  private static UniqueKey key(Conversation conversation, String nativeId) {
    Json.Arr space =
        Json.array(List.of(Json.of(conversation.channel()), Json.of(conversation.id())));
    return new UniqueKey(conversation.tenant(), "message:" + space, nativeId);
  }

  Accepted accept(Incoming incoming) {
    Conversation conversation = incoming.conversation();
    parts.requireChannel(conversation);
    UniqueKey key = key(conversation, incoming.nativeId());
    Optional<String> holder = parts.store.find(key);
    if (holder.isPresent()) {
      return new Accepted(holder.get(), true);
    }
    Instant now = parts.clock.instant();
    Message message =
        Message.of(parts.ids.next(), incoming.author(), now, incoming.parts())
            .nativeId(incoming.nativeId());
    Append.Builder append =
        Append.to(conversation.subject())
            .event(EventForms.received(message))
            .unique(key, message.id());
    if (incoming.author().kind() == Author.Kind.PERSON) {
      Outgoing.effect(append, conversation, message);
    } else {
      append.plan(DueWork.timer(DueWork.turn(conversation), now, conversation));
    }
    try {
      parts.store.append(append.build());
      return new Accepted(message.id(), false);
    } catch (UniqueKeyTaken taken) {
      if (!key.equals(taken.key())) {
        throw taken;
      }
      return new Accepted(taken.holder(), true);
    }
  }
}
