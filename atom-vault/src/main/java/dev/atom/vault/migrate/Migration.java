package dev.atom.vault.migrate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Brings keys from where they are today into a vault, and says when the old place may go.
 *
 * {@snippet file="dev/atom/vault/migrate/MigrationGuideTest.java" region="migration"}
 *
 * <p>{@link #plan} writes nothing. {@link #run} may be repeated, also after a crash: what is in the
 * vault already is compared and not put again. Sources are read anew each time and never changed.
 *
 * <p>Guarantees: a value is taken as it is or not at all; it is never put over another one unless the
 * host says so; a report that lists nothing as remaining was made after each value had been read back
 * from the vault. No value is in a report or an exception, and all are overwritten at the end.
 *
 * <p>Thread-safe as far as sources, mappings and target are; two runs at once do the work twice.
 */
public final class Migration {
  private final Builder settings;

  /** A source, and where its entries belong. */
  record Origin(ImportSource source, KeyMapping mapping) {
    Origin {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(mapping, "mapping");
    }
  }

  private Migration(Builder settings) {
    this.settings = settings;
  }

  /**
   * Starts to describe a migration.
   *
   * @param target where the keys go
   * @return the builder
   */
  public static Builder into(ImportTarget target) {
    return new Builder(target);
  }

  /**
   * Says what a run would do, by reading the sources and the vault.
   *
   * @return the report of what would be
   */
  public MigrationReport plan() {
    try (MigrationPass pass = pass()) {
      return pass.plan();
    }
  }

  /**
   * Puts into the vault what is not there yet, and then reads back all that should be. An entry that
   * fails stops no other.
   *
   * @return the report of what was done
   */
  public MigrationReport run() {
    try (MigrationPass pass = pass()) {
      return pass.run();
    }
  }

  private MigrationPass pass() {
    return new MigrationPass(
        settings.target, settings.leftOut, settings.otherValue, settings.sources);
  }

  /**
   * Describes a {@link Migration}. Defaults: nothing is left out, other values in the vault are left
   * alone and reported. Not thread-safe.
   */
  public static final class Builder {
    private final ImportTarget target;
    private Map<String, Origin> sources = Map.of();
    private Predicate<String> leftOut = name -> false;
    private OtherValue otherValue = OtherValue.SKIP;

    private Builder(ImportTarget target) {
      this.target = Objects.requireNonNull(target, "target");
    }

    private Builder(Builder other) {
      target = other.target;
      sources = other.sources;
      leftOut = other.leftOut;
      otherValue = other.otherValue;
    }

    /**
     * Adds a source.
     *
     * @param name what reports call it, such as {@code ".env"}; one of the same name is replaced
     * @param source where keys are today
     * @param mapping where in the vault its entries belong, such as {@link KeyMapping#apiKeys}
     * @return this builder
     */
    public Builder source(String name, ImportSource source, KeyMapping mapping) {
      Map<String, Origin> more = new LinkedHashMap<>(sources);
      more.put(name, new Origin(source, mapping));
      sources = more;
      return this;
    }

    /**
     * Says which entries are no secrets to import, such as a port: they don't count as remaining.
     *
     * @param names tells by an entry's name
     * @return this builder
     */
    public Builder leaveOut(Predicate<String> names) {
      this.leftOut = Objects.requireNonNull(names, "names");
      return this;
    }

    /**
     * Says what happens where the vault has another value.
     *
     * @param choice what happens
     * @return this builder
     */
    public Builder onOtherValue(OtherValue choice) {
      this.otherValue = Objects.requireNonNull(choice, "choice");
      return this;
    }

    /**
     * Returns the migration; nothing is read yet.
     *
     * @return the migration
     * @throws IllegalStateException if there is no source
     */
    public Migration build() {
      if (sources.isEmpty()) {
        throw new IllegalStateException(
            "there is nothing to migrate; add source(...), such as ImportSource.dotEnv(file)");
      }
      return new Migration(new Builder(this));
    }
  }
}
