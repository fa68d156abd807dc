package dev.atom.workflow;

import dev.atom.blob.Blobs;
import dev.atom.json.Json;
import dev.atom.operation.Operation;
import dev.atom.store.Store;
import dev.atom.time.WorkCalendar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What all runs of a host share. Thread-safe. */
record Host(
    Store store,
    Clock clock,
    RandomGenerator random,
    Map<String, Registered> operations,
    Map<String, WorkCalendar> calendars,
    Optional<Blobs> blobs,
    WorkflowLimits limits,
    List<WorkflowListener> listeners) {
  /** How long a run waits for a host that has what this one lacks. */
  static final Duration NOT_HERE = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger("dev.atom.workflow");

  /** An operation that is there, and what is asked before it is repeated. */
  record Registered(Operation operation, Optional<StepCheck> check) {}

  void tell(WorkflowEvent event) {
    for (WorkflowListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
      }
    }
  }

  Duration wait(dev.atom.job.RetryPolicy policy, int attempt) {
    synchronized (random) {
      return policy.wait(attempt, random);
    }
  }

  /** What is the same for a text, and for no other. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** What is kept of a result: itself, or where it is if it is large. */
  Json.Obj kept(RunId run, Json.Obj data) {
    Json result = data.get("result").orElse(Json.NULL);
    if (small(result)) {
      return data;
    }
    byte[] bytes = result.toUtf8();
    if (bytes.length <= limits.resultBytes()) {
      return data;
    }
    if (blobs.isEmpty()) {
      throw new StepRefused(
          "result_too_large",
          "a result has "
              + bytes.length
              + " bytes, at most "
              + limits.resultBytes()
              + "; give the workflows blobs to keep it in");
    }
    var built = Json.object();
    data.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("result")) {
                built.put(name, value);
              }
            });
    return built.put("blob", blobs.get().put(run.subject(), bytes).toJson()).build();
  }

  private boolean small(Json result) {
    return switch (result) {
      case Json.Str text -> text.value().length() < limits.resultBytes() / 6;
      case Json.Num n -> n.value().precision() < limits.resultBytes() / 2;
      case Json.Bool b -> true;
      case Json.Null n -> true;
      case Json.Obj o -> false;
      case Json.Arr a -> false;
    };
  }
}
