package dev.atom.operation;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.IdSource;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.operation.CallChecks.Checked.Ready;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs handlers on virtual threads and ends them with the context. */
final class HandlerRunner {
  private final ModelRef model;
  private final IdSource ids;
  private final CallContext context;

  HandlerRunner(ModelRef model, IdSource ids, CallContext context) {
    this.model = model;
    this.ids = ids;
    this.context = context;
  }

  /** Runs handlers at the same time and returns their outcomes in order. */
  List<ToolOutcome> run(List<Ready> calls) {
    CallContext own = context.child();
    List<FutureTask<Json>> tasks = new ArrayList<>();
    for (Ready call : calls) {
      Operation.Call invocation = new Operation.Call(own, ids.next());
      tasks.add(
          new FutureTask<>(
              () ->
                  Objects.requireNonNull(
                      call.operation().invoke(call.arguments(), invocation), "the result")));
    }
    Cancellation.Registration registered =
        context.cancellation().onCancel(() -> tasks.forEach(task -> task.cancel(true)));
    try {
      for (int i = 0; i < tasks.size(); i++) {
        Thread.ofVirtual().name("atom-tool-" + calls.get(i).operation().name()).start(tasks.get(i));
      }
      List<ToolOutcome> outcomes = new ArrayList<>();
      for (FutureTask<Json> task : tasks) {
        outcomes.add(await(task, own));
      }
      return outcomes;
    } finally {
      registered.close();
      // Nothing runs on when one was cancelled or broke; those that are done don't mind.
      tasks.forEach(task -> task.cancel(true));
    }
  }

  private ToolOutcome await(FutureTask<Json> task, CallContext own) {
    try {
      Optional<Duration> left = context.deadline().remaining();
      Json result =
          left.isPresent() ? task.get(nanos(left.get()), TimeUnit.NANOSECONDS) : task.get();
      return new ToolOutcome.Done(result);
    } catch (TimeoutException e) {
      own.cancel();
      task.cancel(true);
      return new ToolOutcome.Failed(e, "the tool was not done when the time was up");
    } catch (InterruptedException e) {
      own.cancel();
      Thread.currentThread().interrupt();
      throw cancelled("the thread was interrupted while tools ran");
    } catch (CancellationException e) {
      throw cancelled("the call was cancelled while tools ran");
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNull(e.getCause()));
    }
  }

  private ToolOutcome failed(Throwable cause) {
    if (context.cancellation().cancelled()) {
      throw cancelled("the call was cancelled while tools ran");
    }
    return switch (cause) {
      case Error error -> throw error;
      // Atom's messages hold no secret; anybody else's may.
      case AtomException known ->
          new ToolOutcome.Failed(known, known.code() + ": " + known.getMessage());
      default -> new ToolOutcome.Failed(cause, "the tool failed; it can't say why");
    };
  }

  private CallCancelled cancelled(String why) {
    return new CallCancelled(Failure.at(model).message(why).build());
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofDays(365)) > 0 ? TimeUnit.DAYS.toNanos(365) : time.toNanos();
  }
}
