package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.blob.FileBlobs;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Retention;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is of one instant, whatever hosts do meanwhile, and comes back as it was. */
abstract class BackupTests {
  static final Subject CASE = new Subject("acme", "case", "1");
  private static final UniqueKey KEY = new UniqueKey("acme", "message:email", "<1@example.org>");

  final Clock clock = Clock.systemUTC();
  @TempDir Path folder;

  /** Opens the store of a name, the same one for the same name. */
  abstract JdbcStore open(String name);

  Blobs blobs(String name) {
    return FileBlobs.in(folder.resolve("blobs-" + name), clock);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static NewEvent event(String text) {
    Json.Obj data = Json.object().put("text", text).build();
    return new NewEvent("noted", data, "tester", Optional.of("c"));
  }

  void fill(JdbcStore store, Blobs blobs) {
    Blob blob = blobs.put(CASE, new byte[100_000]);
    store.append(
        Append.to(CASE)
            .event(event("it's \"odd\" \uD83D\uDE80 \u0000 \n"))
            .event(new NewEvent("recorded", blob.toJson(), "tester", Optional.empty()))
            .unique(KEY, "m-1")
            .plan(NewJob.effect("sent", "reply", Json.Obj.EMPTY))
            .plan(
                NewJob.effect("waiting", "reply", Json.object().put("a", "b").build())
                    .at(clock.instant().plus(Duration.ofDays(1))))
            .plan(
                NewJob.timer("daily", "report", clock.instant().plus(Duration.ofDays(1)))
                    .schedule("0 9 * * *"))
            .build());
    Job sent =
        store.claim(JobClaim.of("w", Set.of("reply"), 1, Duration.ofMinutes(1))).jobs().getFirst();
    store.change(List.of(JobChange.done(sent)));
    blobs.put(new Subject("acme", "case", "2"), text("empty no more"));
    blobs.put(new Subject("acme", "case", "2"), new byte[0]);
  }

  @Test
  void whatIsRestoredIsWhatWasThere() throws IOException {
    Path file = folder.resolve("store.backup");
    Instant later = clock.instant().plus(Duration.ofDays(2));
    try (JdbcStore store = open("a");
        JdbcStore other = open("b")) {
      Blobs blobs = blobs("a");
      fill(store, blobs);
      // @start region="backup"
      Backup.Contents written = Backup.of(store, blobs, clock).write(file);

      Blobs otherBlobs = blobs("b");
      Backup.of(other, otherBlobs, clock).restore(file, Backup.Effects.HOLD);
      // @end
      assertThat(written.blobs()).isEqualTo(3);
      assertThat(written.rows()).isEqualTo(1 + 2 + 3 + 1);
      assertThat(other.read(CASE, 0, 10)).isEqualTo(store.read(CASE, 0, 10));
      assertThat(other.find(KEY)).contains("m-1");
      assertThat(other.subjects("acme", "case", "", 9))
          .isEqualTo(store.subjects("acme", "case", "", 9));
      Blob blob = Blob.of(CASE, other.read(CASE, 1, 1).getFirst().data());
      assertThat(otherBlobs.read(blob)).isEqualTo(new byte[100_000]);
      assertThat(otherBlobs.list(new Subject("acme", "case", "2"))).hasSize(2);
      assertThat(job(other, "sent").status().state()).isEqualTo(JobState.DONE);
      assertThat(job(other, "waiting").status().state()).isEqualTo(JobState.UNKNOWN);
      assertThat(job(other, "daily")).isEqualTo(job(store, "daily"));
      assertThat(job(other, "daily").at()).isBefore(later);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
      goesOn(other);
    }
  }

  /** New rows take no number of an old one. */
  private static void goesOn(JdbcStore store) {
    assertThat(store.append(Append.to(CASE).event(event("next")).build())).isEqualTo(3);
    Subject fresh = new Subject("acme", "case", "fresh");
    store.append(
        Append.to(fresh)
            .event(event("first"))
            .plan(NewJob.effect("new", "reply", Json.Obj.EMPTY))
            .build());
    assertThat(store.read(fresh, 0, 10)).hasSize(1);
    assertThat(store.read(CASE, 0, 10)).hasSize(3);
    assertThat(store.jobs(JobQuery.all()).stream().map(Job::number).distinct()).hasSize(4);
    assertThat(store.jobs(JobQuery.all()).getLast().name()).isEqualTo("new");
  }

  private static Job job(JdbcStore store, String name) {
    return store.jobs(JobQuery.of("acme").name(name)).getFirst();
  }

  @Test
  void effectsRunAgainWhereTheHostSaysSo() {
    Path file = folder.resolve("store.backup");
    try (JdbcStore store = open("a");
        JdbcStore other = open("b")) {
      fill(store, blobs("a"));
      Backup.of(store, blobs("a"), clock).write(file);
      Backup.of(other, blobs("b"), clock).restore(file, Backup.Effects.RUN);
      assertThat(job(other, "waiting")).isEqualTo(job(store, "waiting"));
    }
  }

  @Test
  void backupIsOfOneInstantWhileHostsGoOn() throws Exception {
    Path file = folder.resolve("busy.backup");
    AtomicBoolean stop = new AtomicBoolean();
    try (JdbcStore store = open("a");
        JdbcStore other = open("b");
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Blobs blobs = blobs("a");
      List<Future<Long>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String thread = "t" + i;
        writers.add(threads.submit(() -> write(store, blobs, thread, stop)));
      }
      while (store.subjects("acme", "pair", "", 1000).size() < 40) {
        Thread.onSpinWait();
      }
      Backup.of(store, blobs, clock).write(file);
      stop.set(true);
      long all = 0;
      for (Future<Long> writer : writers) {
        all += writer.get();
      }
      Blobs restored = blobs("b");
      Backup.of(other, restored, clock).restore(file, Backup.Effects.HOLD);
      long found = 0;
      for (SubjectHead head : other.subjects("acme", "pair", "", 1_000_000)) {
        List<Event> events = other.read(head.subject(), EventRange.after(0, 10));
        // Both events of an append and its effect, or nothing of it; contents with them.
        assertThat(events).hasSize(2);
        assertThat(other.jobs(JobQuery.of(head.subject()))).hasSize(1);
        Blob blob = Blob.of(head.subject(), events.getFirst().data());
        assertThat(restored.read(blob)).isEqualTo(text(head.subject().id()));
        found++;
      }
      assertThat(found).isBetween(40L, all);
    }
  }

  private static long write(JdbcStore store, Blobs blobs, String thread, AtomicBoolean stop) {
    long count = 0;
    while (!stop.get()) {
      Subject pair = new Subject("acme", "pair", thread + "-" + count++);
      Blob blob = blobs.put(pair, text(pair.id()));
      store.append(
          Append.to(pair)
              .event(new NewEvent("recorded", blob.toJson(), "tester", Optional.empty()))
              .event(event("second"))
              .plan(NewJob.effect(pair.id(), "reply", Json.Obj.EMPTY))
              .build());
    }
    return count;
  }

  @Test
  void damagedBackupIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path file = folder.resolve("store.backup");
    try (JdbcStore store = open("a");
        JdbcStore other = open("b")) {
      fill(store, blobs("a"));
      Backup.of(store, blobs("a"), clock).write(file);
      byte[] good = Files.readAllBytes(file);
      Path bad = folder.resolve("bad.backup");
      Backup target = Backup.of(other, blobs("b"), clock);
      for (int at = 0; at < good.length; at += 7) {
        byte[] cut = java.util.Arrays.copyOf(good, at);
        refused(target, bad, cut);
        byte[] changed = good.clone();
        changed[at] ^= 0x20;
        if (!unzipped(changed).equals(unzipped(good))) { // a bit may mean nothing to gzip
          refused(target, bad, changed);
        }
      }
      assertThat(other.subjects("acme", "case", "", 9)).isEmpty();
      assertThat(blobs("b").list(CASE)).isEmpty();
    }
  }

  private static String unzipped(byte[] file) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "damaged";
    }
  }

  private static void refused(Backup target, Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> target.restore(file, Backup.Effects.HOLD))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void storeThatIsNotEmptyIsLeftAsItIs() {
    Path file = folder.resolve("store.backup");
    try (JdbcStore store = open("a");
        JdbcStore other = open("b")) {
      fill(store, blobs("a"));
      Backup.of(store, blobs("a"), clock).write(file);
      other.append(Append.to(CASE).event(event("mine")).build());
      assertThatThrownBy(
              () -> Backup.of(other, blobs("b"), clock).restore(file, Backup.Effects.HOLD))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("empty");
      assertThat(other.read(CASE, 0, 10)).hasSize(1);
      assertThat(blobs("b").list(CASE)).isEmpty();
    }
  }

  @Test
  void secondBackupAtOnceIsRefusedAndLeavesNoFile() throws IOException {
    Path file = folder.resolve("store.backup");
    try (JdbcStore store = open("a")) {
      store.acquire(Retention.TENANT, Retention.LEASE, "another", Duration.ofMinutes(1));
      assertThatThrownBy(() -> Backup.of(store, blobs("a"), clock).write(file))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("under way");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.filter(f -> f.toString().contains("backup"))).isEmpty();
      }
    }
  }
}
