package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The snippet of docs/jobs.md on an application whose jobs another scheduler runs. */
class DbSchedulerDocTest {
  @TempDir Path folder;

  @Test
  void anApplicationsDbSchedulerRunsWhatIsDue() throws Exception {
    DataSource database = database();
    CountDownLatch sent = new CountDownLatch(1);
    try (MemoryStore store = MemoryStore.create(Clock.systemUTC());
        Jobs jobs =
            Jobs.newBuilder(store, Clock.systemUTC(), new Random(1))
                .handle("reply", Effect.KEYED, run -> sent.countDown())
                .build()) {
      jobs.plan(
          new Subject("acme", "conversation", "c-1"),
          NewJob.effect("reply-m-1", "reply", Json.Obj.EMPTY));
      // @start region="db-scheduler"
      RecurringTask<Void> atom =
          Tasks.recurring("atom-jobs", FixedDelay.ofMillis(500))
              .execute((instance, context) -> jobs.runDue());
      Scheduler scheduler = Scheduler.create(database).startTasks(atom).build();
      scheduler.start();
      // @end
      try {
        assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        scheduler.stop(); // waits for the task to end
      }
      assertThat(store.jobs(JobQuery.all().states(JobState.DONE))).hasSize(1);
    }
  }

  private DataSource database() throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("application.db"));
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(
          """
          CREATE TABLE scheduled_tasks (task_name TEXT NOT NULL, task_instance TEXT NOT NULL,
            task_data BLOB, execution_time TIMESTAMP NOT NULL, picked BOOLEAN NOT NULL,
            picked_by TEXT, last_success TIMESTAMP, last_failure TIMESTAMP,
            consecutive_failures INT, last_heartbeat TIMESTAMP, version BIGINT NOT NULL,
            priority SMALLINT, PRIMARY KEY (task_name, task_instance))
          """);
    }
    return source;
  }
}
