package dev.atom.assistant;

import dev.atom.approval.InboxEntry;
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
  private static final int MOST_WAITING = 100;

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

  /** Proposals that this makes stale. One that is made meanwhile is found stale when it is decided. */
  private List<InboxEntry> waiting(Conversation conversation) {
    return parts
        .approvals
        .inbox(conversation.tenant())
        .subject(conversation.subject())
        .first(MOST_WAITING)
        .entries();
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
    for (InboxEntry waiting : waiting(conversation)) {
      waiting.supersede(append, message.id(), incoming.author().id());
    }
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
