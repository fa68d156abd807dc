package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes with four threads each under one limit: it holds over both. */
@Timeout(180)
class PostgresLimitProcessesTest {
  private static final long SECOND = 1_000_000_000L;

  /** A call: somewhere between asking and getting it was let through. */
  private record Call(long asked, long got, long gave) {}

  @Test
  void limitHoldsOverTwoProcesses() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String url = server.url(server.newDatabase());
    List<Call> calls = new ArrayList<>();
    try (ChildJvm one = ChildJvm.start(LimitProcess.class, url);
        ChildJvm two = ChildJvm.start(LimitProcess.class, url);
        TestPool pool = TestPool.of(url, 1)) {
      assertThat(one.line()).isEqualTo(LimitProcess.READY);
      assertThat(two.line()).isEqualTo(LimitProcess.READY);
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE go ()");
      }
      for (ChildJvm process : List.of(one, two)) {
        List<String> lines = process.lines();
        assertThat(lines).hasSize(LimitProcess.THREADS * LimitProcess.CALLS);
        lines.forEach(line -> calls.add(call(line)));
      }
    }
    double fullest = fullestWindow(calls);
    int atOnce = mostAtOnce(calls);
    System.out.printf(
        "limits: %d calls of two processes, %.1f of the burst of %d used at most, %d at once%n",
        calls.size(), fullest, LimitProcess.BURST, atOnce);
    assertThat(fullest).isLessThanOrEqualTo(LimitProcess.BURST);
    assertThat(atOnce).isBetween(1, LimitProcess.AT_ONCE);
  }

  private static Call call(String line) {
    String[] parts = line.split(" ", -1);
    return new Call(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  /** Of all windows, the most calls that were let through surely within, less what flowed in. */
  private static double fullestWindow(List<Call> calls) {
    List<Call> byEnd = calls.stream().sorted(Comparator.comparingLong(Call::got)).toList();
    double most = 0;
    for (Call first : calls) {
      int inside = 0;
      for (Call call : byEnd) {
        if (call.asked() >= first.asked()) {
          inside++;
          double flowed = (double) (call.got() - first.asked()) * LimitProcess.PER_SECOND / SECOND;
          most = Math.max(most, inside - flowed);
        }
      }
    }
    return most;
  }

  private static int mostAtOnce(List<Call> calls) {
    int most = 0;
    for (Call one : calls) {
      long held = calls.stream().filter(c -> c.got() <= one.got() && c.gave() > one.got()).count();
      most = Math.max(most, (int) held);
    }
    return most;
  }
}
