package dev.atom.providers.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Many cases from one seed, told apart by provider and operation, with the defects they found. */
final class Campaign {
  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final int MOST_KEPT = 200;

  private final Fuzzer fuzzer;
  private final List<Subject> subjects = Subjects.all();
  private final long seed;
  private final long cases;
  private final AtomicLong next = new AtomicLong();
  private final Map<String, Counts> counts = new ConcurrentHashMap<>();
  private final Map<String, String> defects = new ConcurrentHashMap<>();
  private final Map<Thread, Running> running = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Thread> workers = new ConcurrentLinkedQueue<>();
  private volatile boolean done;

  /** How many cases became what. */
  private record Counts(AtomicLong replies, AtomicLong failures) {}

  private record Running(Subject subject, long seed, long since) {}

  Campaign(Fuzzer fuzzer, long seed, long cases) {
    this.fuzzer = fuzzer;
    this.seed = seed;
    this.cases = cases;
  }

  /** Runs all cases on some threads; returns the defects, one for each place. */
  Map<String, String> run(int threads) throws InterruptedException {
    subjects.forEach(fuzzer::warmUp);
    for (int i = 0; i < threads; i++) {
      workers.add(Thread.ofPlatform().daemon().name("fuzz-" + i).start(this::work));
    }
    Thread watchdog = Thread.ofPlatform().daemon().name("fuzz-watchdog").start(this::watch);
    for (Thread worker : workers) {
      worker.join();
    }
    done = true;
    watchdog.interrupt();
    watchdog.join();
    return new TreeMap<>(defects);
  }

  /** Returns a line for each provider and operation: cases that gave a reply, and a failure. */
  String report() {
    StringBuilder text = new StringBuilder("seed " + seed + ", " + cases + " cases\n");
    new TreeMap<>(counts)
        .forEach(
            (group, count) ->
                text.append(
                    String.format(
                        "%-36s %8d replies %8d failures%n",
                        group, count.replies.get(), count.failures.get())));
    defects.forEach((place, story) -> text.append("DEFECT ").append(story).append('\n'));
    return text.toString();
  }

  void writeReport(String name) {
    write(name, report().getBytes(StandardCharsets.UTF_8));
  }

  private void work() {
    for (long i = next.getAndIncrement(); i < cases; i = next.getAndIncrement()) {
      Subject subject = subjects.get((int) (i % subjects.size()));
      one(subject, seed * 1_000_003 + i);
    }
    running.remove(Thread.currentThread());
  }

  private void one(Subject subject, long caseSeed) {
    Counts count =
        counts.computeIfAbsent(
            subject.group(), group -> new Counts(new AtomicLong(), new AtomicLong()));
    running.put(Thread.currentThread(), new Running(subject, caseSeed, System.nanoTime()));
    try {
      switch (fuzzer.read(subject, caseSeed)) {
        case REPLY -> count.replies.incrementAndGet();
        case FAILURE -> count.failures.incrementAndGet();
      }
    } catch (Throwable e) {
      defect(subject, caseSeed, place(subject, e), e);
    }
  }

  /** A thread that hangs is lost: the case is written down and the run ends. */
  private void watch() {
    while (!done) {
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        return;
      }
      running.forEach(this::look);
    }
  }

  private void look(Thread thread, Running one) {
    if (System.nanoTime() - one.since > Fuzzer.MOST_SECONDS * 1_000_000_000) {
      AssertionError hang = new AssertionError("hangs");
      hang.setStackTrace(thread.getStackTrace());
      defect(one.subject, one.seed, "hang " + place(one.subject, hang), hang);
      thread.interrupt();
    }
  }

  private static String place(Subject subject, Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      String type = frame.getClassName();
      if (type.startsWith("dev.atom.providers.fuzz.")) {
        break;
      }
      if (type.startsWith("dev.atom.")) {
        return e.getClass().getName() + " at " + frame;
      }
    }
    String what = String.valueOf(e.getMessage()).replaceAll("[0-9]+ bytes|[0-9]+,.*|:.*", "");
    return e.getClass().getName() + " " + what + " in " + subject.group();
  }

  private void defect(Subject subject, long caseSeed, String place, Throwable e) {
    if (defects.size() >= MOST_KEPT) {
      return;
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    String story = place + "\n  " + subject + ", case seed " + caseSeed + "L, seed " + seed;
    String shown = trace.toString();
    if (defects.putIfAbsent(
            place, story + "\n" + shown.substring(0, Math.min(shown.length(), 3000)))
        == null) {
      write("case-" + caseSeed + ".bin", new Mutator(subject, caseSeed).mutate().body());
    }
  }

  private static void write(String name, byte[] bytes) {
    try {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
