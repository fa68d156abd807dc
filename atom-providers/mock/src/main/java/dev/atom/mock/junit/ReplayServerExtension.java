package dev.atom.mock.junit;

import dev.atom.mock.ProviderScript;
import dev.atom.mock.ReplayServer;
import dev.atom.mock.VirtualClock;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts a {@link ReplayServer} before each test and closes it afterwards; each test has a new one. As
 * a field with {@code @RegisterExtension} it plays what {@link #playing} says, by {@link PlaysScript}
 * what the annotation says. Tests may run at the same time, each asking its own server: take it as a
 * parameter then.
 */
public final class ReplayServerExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private final Optional<Supplier<ReplayServer.Builder>> builders;
  private final boolean finished;
  private volatile Optional<ReplayServer> latest = Optional.empty();

  /** Creates the extension for {@link PlaysScript}; JUnit calls it. */
  public ReplayServerExtension() {
    this(Optional.empty(), false);
  }

  private ReplayServerExtension(
      Optional<Supplier<ReplayServer.Builder>> builders, boolean finished) {
    this.builders = builders;
    this.finished = finished;
  }

  /**
   * Returns an extension for a field with {@code @RegisterExtension}.
   *
   * @param builder gives the builder of each test's server
   * @return a new extension
   */
  public static ReplayServerExtension playing(Supplier<ReplayServer.Builder> builder) {
    return new ReplayServerExtension(Optional.of(builder), false);
  }

  /**
   * Returns an extension that fails a test which asks for something else than was scripted, or not for
   * everything.
   *
   * @return a new extension
   */
  public ReplayServerExtension finished() {
    return new ReplayServerExtension(builders, true);
  }

  /**
   * Returns the server of the running test.
   *
   * @return the server
   * @throws IllegalStateException if no test runs
   */
  public ReplayServer server() {
    return latest.orElseThrow(() -> new IllegalStateException("no test of this extension runs"));
  }

  /**
   * Returns where the server of the running test listens.
   *
   * @return without a path
   * @throws IllegalStateException if no test runs
   */
  public URI uri() {
    return server().uri();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    running(context);
  }

  /** A parameter of a method may be asked for before. */
  private Running running(ExtensionContext context) {
    Running running =
        store(context).getOrComputeIfAbsent(Running.class, key -> start(context), Running.class);
    latest = Optional.of(running.server());
    return Objects.requireNonNull(running);
  }

  private ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.Namespace.create(this, context.getUniqueId()));
  }

  private Running start(ExtensionContext context) {
    if (builders.isPresent()) {
      return new Running(builders.get().get().start(), Optional.empty(), finished);
    }
    PlaysScript plays =
        AnnotationSupport.findAnnotation(context.getElement(), PlaysScript.class)
            .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), PlaysScript.class))
            .orElseThrow(
                () ->
                    new ExtensionConfigurationException(
                        "nothing says what to play; use @PlaysScript or"
                            + " ReplayServerExtension.playing(...)"));
    ProviderScript script = ProviderScript.resource(context.getRequiredTestClass(), plays.value());
    ReplayServer.Builder builder = ReplayServer.newBuilder().script(script);
    Optional<VirtualClock> clock =
        plays.clock().isEmpty() ? Optional.empty() : Optional.of(VirtualClock.at(plays.clock()));
    clock.ifPresent(builder::clock);
    return new Running(builder.start(), clock, plays.finished());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Running running = running(context);
    latest = Optional.empty();
    running.server().close();
    // A test that failed already has the better reason.
    if (running.finished() && context.getExecutionException().isEmpty()) {
      running.server().assertFinished();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getDeclaringExecutable() instanceof Constructor<?>) {
      return false; // There is a server for each test, not for each class.
    }
    Class<?> type = parameter.getParameter().getType();
    return type == ReplayServer.class || (type == VirtualClock.class && builders.isEmpty());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = running(context);
    if (parameter.getParameter().getType() == ReplayServer.class) {
      return running.server();
    }
    return running
        .clock()
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    "the server runs in real time; say where its clock begins, as in"
                        + " @PlaysScript(value = ..., clock = \"2026-01-01T08:00:00Z\")"));
  }

  /** A test's server; closed by JUnit's store if nothing else does. */
  private record Running(ReplayServer server, Optional<VirtualClock> clock, boolean finished)
      implements AutoCloseable {
    @Override
    public void close() {
      server.close();
    }
  }
}
