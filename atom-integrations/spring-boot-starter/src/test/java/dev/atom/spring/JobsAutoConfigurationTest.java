package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.job.JobEvent;
import dev.atom.job.JobKind;
import dev.atom.job.JobListener;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JobsAutoConfigurationTest {
  private static final Subject SUBJECT = new Subject("acme", "note", "n-1");

  @Test
  void runsJobsFromTheStartToTheEndOfTheApplication() {
    CountDownLatch sent = new CountDownLatch(1);
    AtomicReference<Jobs> jobs = new AtomicReference<>();
    Queue<JobEvent> told = new ConcurrentLinkedQueue<>();
    application()
        .withBean(
            JobKind.class,
            () -> JobKind.newBuilder("mail", Effect.KEYED, run -> sent.countDown()).build())
        .withBean(JobListener.class, () -> told::add)
        .run(
            context -> {
              jobs.set(context.getBean(Jobs.class));
              Append mail =
                  Append.to(SUBJECT).plan(NewJob.effect("m-1", "mail", Json.Obj.EMPTY)).build();
              context.getBean(Store.class).append(mail);
              assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
            });
    assertThat(jobs.get().running()).isZero();
    assertThat(told).isNotEmpty();
  }

  @Test
  void startsNothingWithoutAKind() {
    application().run(context -> assertThat(context.getBeansOfType(Jobs.class)).isEmpty());
  }
}
