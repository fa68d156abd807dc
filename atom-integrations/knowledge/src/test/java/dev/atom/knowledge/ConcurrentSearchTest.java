package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentSearchTest {
  private static final int DOCUMENTS = 30;
  private static final int BATCHES = 40;
  private static final int SEARCHERS = Runtime.getRuntime().availableProcessors();

  @TempDir Path folder;

  /** As many searchers as processors, on virtual threads: they must not keep the writer from its turn. */
  @Test
  @Timeout(120)
  void everySearchSeesOneBatchWholeAndNeverAnOlderOneThanReturned() throws Exception {
    try (KnowledgeBase base = KnowledgeBase.open(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger returned = new AtomicInteger();
      base.upsert(batch(0));
      List<Future<Integer>> searchers = new ArrayList<>();
      for (int i = 0; i < SEARCHERS; i++) {
        searchers.add(threads.submit(() -> searchUntilTheLast(base, returned)));
      }
      try {
        for (int i = 1; i <= BATCHES; i++) {
          base.upsert(batch(i));
          returned.set(i);
        }
      } finally {
        returned.set(BATCHES);
      }
      assertThat(sum(searchers)).isGreaterThanOrEqualTo(SEARCHERS);
    }
  }

  @Test
  void writersWaitForEachOther() throws Exception {
    try (KnowledgeBase base = KnowledgeBase.open(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SourceOutcome>> writers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        SourceDocument document = SourceDocument.plain("same", "version " + i);
        writers.add(threads.submit(() -> base.upsert(document)));
      }
      for (Future<SourceOutcome> writer : writers) {
        assertThat(writer.get().source()).isEqualTo("same");
      }
      assertThat(base.search(SearchRequest.question("version")).atLeast()).isEqualTo(1);
      assertThat(base.sources()).hasSize(1);
    }
  }

  private static int searchUntilTheLast(KnowledgeBase base, AtomicInteger returned) {
    int searches = 0;
    int expected;
    do {
      expected = returned.get();
      List<SearchHit> hits =
          base.search(SearchRequest.question("generation").limit(DOCUMENTS * 2)).hits();
      List<String> texts = hits.stream().map(hit -> hit.passage().text()).toList();
      assertThat(texts).hasSize(DOCUMENTS);
      assertThat(texts.stream().distinct()).hasSize(1);
      assertThat(Integer.parseInt(texts.getFirst().replaceAll("\\D", "")))
          .isGreaterThanOrEqualTo(expected);
      searches++;
    } while (expected < BATCHES);
    return searches;
  }

  private static List<SourceDocument> batch(int generation) {
    return IntStream.range(0, DOCUMENTS)
        .mapToObj(i -> SourceDocument.plain("d" + i, "generation " + generation))
        .toList();
  }

  private static int sum(List<Future<Integer>> searchers)
      throws InterruptedException, ExecutionException {
    int sum = 0;
    for (Future<Integer> searcher : searchers) {
      sum += searcher.get();
    }
    return sum;
  }
}
