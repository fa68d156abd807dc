package dev.atom.assistant;

import dev.atom.CallContext;
import dev.atom.conversation.Conversation;
import dev.atom.json.Json;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import dev.atom.rules.RuleSet;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small bank whose customers transfer money: what the assistant's tests have in common. */
final class Bank {
  static final Conversation CHAT = new Conversation("acme", "c1", "web");
  static final CallContext CONTEXT = CallContext.create().tenant("acme");
  static final ModelRef MODEL = new ModelRef("demo", "reader");

  static final Schema SCHEMA =
      new Schema(
          "transfer",
          1,
          List.of(
              Field.newBuilder("amount", FieldType.DECIMAL).description("dollars").build(),
              Field.newBuilder("account", FieldType.CHOICE)
                  .choices(List.of("checking", "savings"))
                  .build(),
              Field.newBuilder("pin", FieldType.TEXT).sensitive().build(),
              Field.newBuilder("priority", FieldType.TEXT).build()));

  static final String RULES =
      """
      {"rules": [
        {"id": "large-transfer", "priority": 10,
         "when": {"all": [{"id": "large", "field": "amount", "op": "gt", "value": 1000}]},
         "then": [{"do": "require_approval"},
                  {"do": "set", "with": {"field": "priority", "value": "high"}}]},
        {"id": "complaint", "priority": 20,
         "when": {"all": [{"field": "message.text", "op": "contains", "value": "complain",
                           "ignoreCase": true}]},
         "then": [{"do": "hand_over", "with": {"reason": "the customer complains"}}]}
      ]}
      """;

  final VirtualClock clock = VirtualClock.at("2026-11-21T09:00:00Z");
  final SequentialIds ids = SequentialIds.of("id-");
  final AtomicInteger readings = new AtomicInteger();
  final AtomicInteger writings = new AtomicInteger();
  final RecordingChannel channel = new RecordingChannel(Effect.KEYED);
  final Store store;

  Bank() {
    store = MemoryStore.create(clock);
  }

  Bank(UnaryOperator<Store> wrap) {
    store = wrap.apply(MemoryStore.create(clock));
  }

  Assistant assistant() {
    return builder().build();
  }

  Assistant.Builder builder() {
    return builder(store);
  }

  Assistant.Builder builder(Store on) {
    Retriever knowledge =
        (question, limit, context) ->
            List.of(
                new Passage(
                    "fees.md", "Fees", "Transfers are free.", new Passage.Range(0, 19), 1.0));
    // @start region="assistant"
    Assistant.Builder builder =
        Assistant.newBuilder(on, SCHEMA)
            .analyser(new AmountReader()) // or ModelAnalyser.of(model, SCHEMA, intents)
            .rules(RuleSet.parse(RULES, TurnRules.vocabulary(SCHEMA)))
            .retriever(knowledge, 3)
            .replyWriter(new Clerk()) // or ModelReplyWriter.of(model, SCHEMA, instructions)
            .channel(channel)
            .prices(prices())
            .clock(clock)
            .ids(ids);
    // @end
    return builder;
  }

  static PriceBook prices() {
    return PriceBook.of(List.of(Price.of(MODEL, Rates.tokens("1", "2"))));
  }

  static Incoming says(String nativeId, String text) {
    return Incoming.text(CHAT, nativeId, "ann", text);
  }

  /** Reads an amount of dollars by a regular expression, counting as one model call. */
  final class AmountReader implements Analyser {
    private static final Pattern DOLLARS = Pattern.compile("\\$?([0-9][0-9,.]*[0-9]|[0-9])");

    @Override
    public String name() {
      return "amounts/1";
    }

    @Override
    public Analysis analyse(TurnInput input) {
      readings.incrementAndGet();
      List<Json.Obj> changes = new ArrayList<>();
      Matcher matcher = DOLLARS.matcher(input.text());
      if (matcher.find()) {
        Json.Obj quote = Json.object().put("quote", matcher.group(1)).build();
        changes.add(
            Json.object()
                .put("field", "amount")
                .put("op", "set")
                .put("value", matcher.group(1))
                .put("evidence", List.of(quote))
                .put("certainty", "stated")
                .build());
      }
      Json.Obj result = Json.object().put("intent", "transfer").put("changes", changes).build();
      return new Analysis(result, List.of(new Analysis.Call(MODEL, Usage.of(100, 10))));
    }
  }

  /** Writes what it knows. */
  final class Clerk implements ReplyWriter {
    @Override
    public String name() {
      return "clerk/1";
    }

    @Override
    public Analysis write(TurnInput input, Grounds grounds) {
      writings.incrementAndGet();
      String text =
          "Known: " + input.document().values() + ", see " + grounds.passages().get(0).source();
      return new Analysis(
          Json.object().put("text", text).build(),
          List.of(new Analysis.Call(MODEL, Usage.of(200, 20))));
    }
  }

  /** Keeps what is sent, by idempotency key, and counts how often each was sent. */
  static final class RecordingChannel implements Channel {
    final Map<String, String> sent = new ConcurrentHashMap<>();
    final AtomicInteger sends = new AtomicInteger();
    private final Effect effect;

    RecordingChannel(Effect effect) {
      this.effect = effect;
    }

    @Override
    public String name() {
      return "web";
    }

    @Override
    public Effect effect() {
      return effect;
    }

    @Override
    public String send(Outbound message, CallContext context) {
      sends.incrementAndGet();
      sent.put(message.idempotencyKey(), message.text());
      return "receipt-" + sent.size();
    }
  }
}
