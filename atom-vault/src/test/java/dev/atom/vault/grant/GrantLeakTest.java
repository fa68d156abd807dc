package dev.atom.vault.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.secret.Secret;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.AuditAction;
import dev.atom.vault.grant.GrantProcess.Accident;
import dev.atom.vault.grant.RotatingProvider.Fault;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Provokes all that can be said of a grant and looks for its tokens in it. */
class GrantLeakTest extends GrantsFixture {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
  private final Level usual = root.getLevel();
  private final List<String> said = new ArrayList<>();

  @Override
  protected VaultStore newStore() {
    return new MemoryVaultStore();
  }

  @BeforeEach
  void listen() {
    root.setLevel(Level.TRACE);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    root.setLevel(usual);
  }

  @Test
  void noTokenIsInAnythingThatIsSaid() {
    GrantListener loud =
        info -> {
          told.add(info);
          throw new IllegalStateException("listener of refresh-canary-1-0");
        };
    AccessPolicy policy = access -> !access.actor().equals("user:eve");
    GrantProcess process = process(clock, policy, provider, options().listener(loud));
    for (Fault fault : Fault.values()) {
      consent(process);
      expire();
      provider.next(fault);
      say(() -> process.token(ADA));
      clock.advance(Duration.ofHours(2));
      say(() -> process.token(ADA));
      say(() -> process.grants.as("user:eve").accessToken(ADA));
      said.add(process.grants.info(ADA).toString());
      said.add(process.vault.list("acme").toString());
      said.add(process.grants.needsConsent("acme").toString());
    }
    for (int n = 1; n <= 2; n++) {
      consent(process);
      expire();
      process.plan(n, Accident.DOWN);
      say(() -> process.token(ADA));
      process.recover();
    }
    for (AuditAction action : AuditAction.values()) {
      process.vault.audit().read("acme", 0, 1_000).stream()
          .filter(record -> record.action() == action)
          .forEach(record -> said.add(record.toString()));
    }
    said.add(process.grants.toString());
    said.add(told.toString());
    for (ILoggingEvent event : log.list) {
      said.add(event.getFormattedMessage());
      IThrowableProxy cause = event.getThrowableProxy();
      said.add(cause == null ? "" : cause.getMessage());
    }
    assertThat(said).hasSizeGreaterThan(60).noneMatch(line -> line.contains("canary"));
    assertThat(said).anyMatch(line -> line.contains("a listener for grants threw"));
    assertThat(told).isNotEmpty();
  }

  @Test
  void noTokenIsInTheStore() {
    GrantProcess process = process();
    consent(process);
    expire();
    process.token(ADA);
    int rows = 0;
    for (RowKind kind : RowKind.values()) {
      for (var row : store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 1_000)) {
        String content = new String(row.content().toArray(), StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("canary");
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(5);
  }

  @Test
  void valuesShowAndSerializeNothing() {
    try (Secret access = Secret.of("access-canary");
        Grant grant = Grant.newBuilder(access, NOW).refreshToken(access).build()) {
      RefreshRequest request =
          new RefreshRequest(ADA, access, List.of(), false, NOW, dev.atom.Deadline.never());
      for (Object value : List.of(grant, request, new RefreshOutcome.Refreshed(grant))) {
        assertThat(value.toString()).doesNotContain("canary");
        assertThatThrownBy(
                () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(value))
            .isInstanceOf(NotSerializableException.class);
      }
    }
    assertThat(new RefreshOutcome.Lost("the token canary is").code()).isEqualTo("other");
  }

  private void say(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      said.add(text.toString());
    }
  }
}
