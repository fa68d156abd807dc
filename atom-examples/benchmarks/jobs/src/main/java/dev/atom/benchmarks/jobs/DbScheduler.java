package dev.atom.benchmarks.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** db-scheduler with one-time tasks, which are gone when they are done. */
final class DbScheduler implements Contender {
  /** Its own, but for the index that only priorities need. */
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE scheduled_tasks (task_name TEXT NOT NULL, task_instance TEXT NOT NULL,
            task_data %s, execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
            picked BOOLEAN NOT NULL, picked_by TEXT, last_success TIMESTAMP WITH TIME ZONE,
            last_failure TIMESTAMP WITH TIME ZONE, consecutive_failures INT,
            last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT NOT NULL, priority SMALLINT,
            PRIMARY KEY (task_name, task_instance))
          """,
          "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
          "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");

  private final HikariDataSource database;
  private final UnaryOperator<SchedulerBuilder> options;
  private volatile Handler handler = planned -> {};
  private final OneTimeTask<Void> task =
      Tasks.oneTime("tiny", Void.class)
          .execute((instance, context) -> handler.run(context.getExecution().executionTime));
  private Optional<Scheduler> scheduler = Optional.empty();

  DbScheduler(HikariDataSource database, UnaryOperator<SchedulerBuilder> options)
      throws SQLException {
    this.database = database;
    this.options = options;
    makeTables(database);
  }

  static void makeTables(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      String bytes =
          connection.getMetaData().getURL().startsWith("jdbc:sqlite:") ? "BLOB" : "BYTEA";
      for (String table : TABLES) {
        statement.execute(table.formatted(bytes));
      }
    }
  }

  @Override
  public void plan(List<Planned> jobs) {
    List<SchedulableInstance<?>> instances = new ArrayList<>();
    jobs.forEach(job -> instances.add(SchedulableInstance.of(task.instance(job.name()), job.at())));
    client(database, task).scheduleBatch(instances);
  }

  static SchedulerClient client(DataSource database, OneTimeTask<Void> task) {
    return SchedulerClient.Builder.create(database, task).build();
  }

  @Override
  public void start(Handler handler) {
    this.handler = handler;
    Scheduler made = options.apply(Scheduler.create(database, task)).build();
    scheduler = Optional.of(made);
    made.start();
  }

  @Override
  public void close() {
    scheduler.ifPresent(Scheduler::stop);
    database.close();
  }
}
