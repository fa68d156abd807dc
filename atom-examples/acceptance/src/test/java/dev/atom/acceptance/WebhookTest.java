package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.assistant.Assistant;
import dev.atom.assistant.ConversationView;
import dev.atom.assistant.Incoming;
import dev.atom.assistant.ModelAnalyser;
import dev.atom.assistant.ModelReplyWriter;
import dev.atom.assistant.TurnReport;
import dev.atom.conversation.Conversation;
import dev.atom.jdbc.SqliteStore;
import dev.atom.mock.MockModel;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that delivers the same message eight times at once, on a store that survives. */
class WebhookTest {
  private static final int THREADS = 8;
  private static final Conversation CHAT =
      new Conversation(CallContext.DEFAULT_TENANT, "c1", "web");
  private static final Schema SCHEMA =
      new Schema("case", 1, List.of(Field.newBuilder("city", FieldType.TEXT).build()));

  @TempDir Path home;

  private final AtomicInteger sends = new AtomicInteger();
  private final Channel channel =
      new Channel() {
        @Override
        public String name() {
          return "web";
        }

        @Override
        public Effect effect() {
          return Effect.KEYED;
        }

        @Override
        public String send(Outbound message, CallContext context) {
          return "receipt-" + sends.incrementAndGet();
        }
      };

  @Test
  void eightDeliveriesAtOnceAreOneMessageOneReplyOneCostLine() throws Exception {
    MockModel reader =
        MockModel.newBuilder().reply("{\"intent\": \"other\", \"changes\": []}").build();
    MockModel writer = MockModel.newBuilder().reply("Hello, Ann.").build();
    try (SqliteStore store = SqliteStore.open(home.resolve("atom.db"), Clock.systemUTC())) {
      Assistant assistant =
          Assistant.newBuilder(store, SCHEMA)
              .analyser(ModelAnalyser.of(reader, SCHEMA, List.of()))
              .replyWriter(ModelReplyWriter.of(writer, SCHEMA, "You help."))
              .channel(channel)
              .build();

      List<TurnReport> reports = deliverAtOnce(assistant);

      ConversationView view = assistant.view(CHAT);
      assertThat(reports).hasSize(1);
      assertThat(view.messages()).hasSize(2);
      assertThat(view.ledger().uses()).hasSize(2);
      assertThat(view.ledger().deliveries()).hasSize(1);
      assertThat(sends.get()).isEqualTo(1);
    }
    reader.assertFinished();
    writer.assertFinished();
  }

  private static List<TurnReport> deliverAtOnce(Assistant assistant) throws Exception {
    Incoming message = Incoming.text(CHAT, "m-1", "ann", "Hello");
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<TurnReport> reports = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Callable<Boolean> delivery =
          () -> {
            start.await();
            return reports.addAll(assistant.handle(message, CallContext.create()));
          };
      for (Future<Boolean> future : threads.invokeAll(Collections.nCopies(THREADS, delivery))) {
        future.get();
      }
    }
    assistant.deliverDue(CallContext.create());
    return reports;
  }
}
