package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Append.Outcome;
import dev.atom.store.Event;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.OutboxItem;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/storage.md. */
class StorageDocTest {
  private static final Subject CONVERSATION = new Subject("acme", "conversation", "c-1");

  @TempDir Path folder;

  @Test
  void appendsReadsAndDelivers() {
    List<String> sent = new ArrayList<>();
    Path file = folder.resolve("atom.db");
    // @start region="append"
    try (Store store = SqliteStore.open(file, Clock.systemUTC())) {
      Subject conversation = new Subject("acme", "conversation", "c-1");
      Json.Obj text = Json.object().put("text", "Where is my parcel?").build();
      store.append(
          Append.to(conversation)
              .expect(0) // nobody has appended meanwhile
              .event(new NewEvent("message_received", text, "customer", Optional.empty()))
              .unique(new UniqueKey("acme", "message:email", "<17@example.org>"), "m-1")
              .effect("reply-to-m-1", "reply", Json.object().put("text", "We look.").build())
              .build());
      List<Event> events = store.read(conversation, 0, 100);
      // @end
      assertThat(events).hasSize(1);
      // @start region="outbox"
      for (OutboxItem item :
          store.claimOutbox("worker-1", Set.of("reply"), 10, Duration.ofMinutes(1))) {
        sent.add(item.key()); // send it, with its key as the idempotency key
        store.append(Append.to(item.subject()).settle(item.key(), Outcome.DELIVERED).build());
      }
      // @end
      assertThat(sent).containsExactly("reply-to-m-1");
      assertThat(store.claimOutbox("worker-1", Set.of("reply"), 10, Duration.ofMinutes(1)))
          .isEmpty();
    }
  }

  @Test
  void dropsADuplicate() {
    try (Store store = SqliteStore.open(folder.resolve("atom.db"), Clock.systemUTC())) {
      UniqueKey key = new UniqueKey("acme", "message:email", "<17@example.org>");
      store.append(Append.to(CONVERSATION).unique(key, "m-1").build());
      String id;
      // @start region="duplicate"
      try {
        store.append(Append.to(CONVERSATION).unique(key, "m-2").build());
        id = "m-2";
      } catch (UniqueKeyTaken taken) {
        id = taken.holder(); // delivered twice: answer as the first time
      }
      // @end
      assertThat(id).isEqualTo("m-1");
    }
  }

  @Test
  void leasesKeepALateWriterOut() {
    TestClock clock = new TestClock();
    NewEvent event = new NewEvent("answered", Json.Obj.EMPTY, "assistant", Optional.empty());
    try (Store store = SqliteStore.open(folder.resolve("atom.db"), clock)) {
      // @start region="lease"
      Optional<Lease> lease = store.acquire("acme", "turn/c-1", "node-1", Duration.ofSeconds(30));
      if (lease.isPresent()) { // empty: another node has it
        store.append(Append.to(CONVERSATION).fence(lease.get()).event(event).build());
        store.release(lease.get());
      }
      // @end
      assertThat(store.version(CONVERSATION)).isEqualTo(1);
      assertThatThrownBy(
              () -> store.append(Append.to(CONVERSATION).fence(lease.get()).event(event).build()))
          .hasMessageContaining("is lost");
    }
  }
}
