package dev.atom.router.compare;

import dev.atom.CallContext;
import dev.atom.model.CallCancelled;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Asks all models the prompts of a source. Twice as many prompts as calls may run at once are on their
 * way, so that a slow one does not leave the others idle; results are handed over in the prompts'
 * order by the thread that asks. Used by one thread.
 */
final class PromptRun {
  private final List<String> names;
  private final Asked asked;
  private final int atOnce;
  private final Semaphore room;
  private final List<ModelTally> tallies;
  private long prompts;

  /** One model asked one prompt. */
  @FunctionalInterface
  interface Asked {
    Entry ask(String model, Prompt prompt, CallContext context);
  }

  private record Row(Prompt prompt, List<Future<Entry>> entries) {}

  PromptRun(List<String> names, int atOnce, Asked asked) {
    this.names = names;
    this.asked = asked;
    this.atOnce = atOnce;
    room = new Semaphore(atOnce);
    tallies = names.stream().map(ModelTally::new).toList();
  }

  ComparisonSummary run(
      Iterator<Prompt> source,
      ModelRef first,
      CallContext context,
      Consumer<PromptResult> results) {
    CallContext own = context.child();
    boolean done = false;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        ArrayDeque<Row> window = new ArrayDeque<>();
        while (source.hasNext()) {
          if (window.size() >= 2 * atOnce) {
            deliver(window.remove(), results);
          }
          window.add(start(threads, source.next(), own));
        }
        while (!window.isEmpty()) {
          deliver(window.remove(), results);
        }
        done = true;
      } finally {
        if (!done) {
          own.cancel();
          threads.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelled(
          Failure.at(first).message("interrupted while models were compared").cause(e).build());
    }
    return new ComparisonSummary(prompts, tallies.stream().map(ModelTally::summary).toList());
  }

  private Row start(ExecutorService threads, Prompt prompt, CallContext context) {
    List<Future<Entry>> entries = new ArrayList<>();
    for (String name : names) {
      entries.add(
          threads.submit(
              () -> {
                room.acquire();
                try {
                  return asked.ask(name, prompt, context);
                } finally {
                  room.release();
                }
              }));
    }
    return new Row(prompt, entries);
  }

  private void deliver(Row row, Consumer<PromptResult> results) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    for (Future<Entry> future : row.entries()) {
      entries.add(get(future));
    }
    for (int i = 0; i < entries.size(); i++) {
      tallies.get(i).add(entries.get(i));
    }
    prompts++;
    results.accept(new PromptResult(row.prompt(), entries));
  }

  private static Entry get(Future<Entry> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException("a comparison failed", e.getCause());
    }
  }
}
