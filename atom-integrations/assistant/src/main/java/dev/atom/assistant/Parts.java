package dev.atom.assistant;

import dev.atom.IdSource;
import dev.atom.approval.Approvals;
import dev.atom.approval.Deciders;
import dev.atom.approval.Due;
import dev.atom.conversation.Author;
import dev.atom.conversation.Conversation;
import dev.atom.operation.Channel;
import dev.atom.operation.Retriever;
import dev.atom.rules.RuleSet;
import dev.atom.schema.Schema;
import dev.atom.store.Store;
import dev.atom.usage.PriceBook;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What all of an assistant's workers share. */
final class Parts {
  final Store store;
  final Schema schema;
  final List<Analyser> analysers;
  final Map<String, Channel> channels;
  final RuleSet rules;
  final Retriever retriever;
  final int passages;
  final Optional<ReplyWriter> writer;
  final PriceBook prices;
  final Clock clock;
  final IdSource ids;
  final Assistant.Waiting waiting;
  final int tries;
  final Deciders approvers;
  final Due approvalDue;
  final Map<String, ReplyApprovals> replies;
  final Approvals approvals;
  final Duration leaseTime;

  Parts(Assistant.Builder builder) {
    store = builder.store;
    schema = builder.schema;
    analysers = List.copyOf(builder.analysers);
    channels = Map.copyOf(builder.channels);
    rules = builder.rules;
    retriever = builder.retriever;
    passages = builder.passages;
    writer = builder.writer;
    prices = builder.prices;
    clock = builder.clock;
    ids = builder.ids;
    waiting = builder.waiting;
    tries = builder.tries;
    approvers = builder.approvers;
    approvalDue = builder.approvalDue;
    leaseTime = builder.leaseTime;
    replies = new HashMap<>();
    channels.keySet().forEach(name -> replies.put(name, new ReplyApprovals(this, name)));
    Approvals.Builder service = Approvals.newBuilder(store, clock).roles(builder.roles);
    replies.values().forEach(service::handler);
    approvals = service.build();
  }

  /** Refuses a conversation whose replies could never be sent. */
  void requireChannel(Conversation conversation) {
    if (!channels.containsKey(conversation.channel())) {
      throw new IllegalArgumentException(
          "the assistant has no channel \""
              + conversation.channel()
              + "\"; it has "
              + channels.keySet());
    }
  }

  ReplyApprovals replies(Conversation conversation) {
    return Objects.requireNonNull(replies.get(conversation.channel()), conversation.channel());
  }

  ConversationState read(Conversation conversation) {
    return ConversationState.read(store, conversation.subject(), schema);
  }

  /** Returns the author of what the assistant says. */
  static Author author() {
    return new Author(Author.Kind.ASSISTANT, EventForms.ASSISTANT);
  }
}
