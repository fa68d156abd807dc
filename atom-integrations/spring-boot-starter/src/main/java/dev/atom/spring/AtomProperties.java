package dev.atom.spring;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set in an application's properties, all below {@code atom}. Values are as they were
 * written; what is null is not set.
 *
 * {@snippet lang="properties" :
 * atom.store.path=data/atom.db
 * atom.vault.path=data/keys.vault
 * atom.vault.key-file=/etc/atom/master.key
 * atom.openai.model=gpt-5.4
 * atom.knowledge.path=data/knowledge
 * }
 *
 * <p>Guarantees: no property takes a key. Keys come from the vault, or from environment variables if
 * {@code atom.keys.environment} says so; what looks like a key under a name of its own is refused at
 * startup, without showing its value. So are misspelled names in these groups, blank values, and
 * properties whose module is not on the class path.
 *
 * <p>Immutable.
 *
 * @param store where events and jobs are kept
 * @param vault where keys are kept
 * @param keys where keys come from besides the vault
 * @param openai the model
 * @param router the models by a document
 * @param knowledge the documents that are searched
 * @param rules the rules that come with the application
 * @param tenantRules the rules that tenants write
 * @param tenantLimits how much each tenant may ask of its rules
 * @param workflows what is done step by step
 * @param approvals what people are asked for
 */
@ConfigurationProperties("atom")
public record AtomProperties(
    @DefaultValue Store store,
    @DefaultValue Vault vault,
    @DefaultValue Keys keys,
    @DefaultValue Openai openai,
    @DefaultValue Router router,
    @DefaultValue Knowledge knowledge,
    @DefaultValue RulesProperties rules,
    @DefaultValue TenantRulesProperties tenantRules,
    @DefaultValue TenantLimitsProperties tenantLimits,
    @DefaultValue WorkflowsProperties workflows,
    @DefaultValue ApprovalsProperties approvals) {
  static final String STORE_PATH = "atom.store.path";
  static final String STORE_DATA_SOURCE = "atom.store.data-source";
  static final String VAULT_PATH = "atom.vault.path";
  static final String VAULT_KEY_FILE = "atom.vault.key-file";
  static final String KEYS_ENVIRONMENT = "atom.keys.environment";
  static final String OPENAI_MODEL = "atom.openai.model";
  static final String OPENAI_BASE_URL = "atom.openai.base-url";
  static final String OPENAI_DIALECT = "atom.openai.dialect";
  static final String OPENAI_PROVIDER = "atom.openai.provider";
  static final String ROUTER_CONFIG = "atom.router.config";
  static final String KNOWLEDGE_PATH = "atom.knowledge.path";
  static final String KNOWLEDGE_TENANT = "atom.knowledge.tenant";

  /** Refuses two ways to the one model. */
  public AtomProperties {
    if (router.config() != null && openai.model() != null) {
      throw SettingUnusable.value(
          ROUTER_CONFIG, router.config(), "and " + OPENAI_MODEL + " is set too", "set one of them");
    }
  }

  /**
   * Where events and jobs are kept. At most one of them; without either in memory, which ends with
   * the process.
   *
   * @param path the SQLite file, made if it is missing, in a directory that is there
   * @param dataSource {@code "true"}: in the database of the application's {@code DataSource}, which
   *     is PostgreSQL or SQLite; {@code "false"}, the default, or null: not there
   */
  public record Store(@Nullable String path, @Nullable String dataSource) {
    /** Refuses what is no path, all but true and false, and both. */
    public Store {
      requirePath(STORE_PATH, path);
      requireSwitch(STORE_DATA_SOURCE, dataSource);
      if (path != null && "true".equalsIgnoreCase(dataSource)) {
        throw SettingUnusable.value(
            STORE_DATA_SOURCE, dataSource, "and so is " + STORE_PATH, "set one of them");
      }
    }
  }

  /**
   * Where keys are kept, sealed. Both or neither.
   *
   * @param path the vault's file, made if it is missing; null for no vault
   * @param keyFile the master key's file; made if neither it nor the vault is there. Keep it on
   *     another disk and in another backup than the vault
   */
  public record Vault(@Nullable String path, @Nullable String keyFile) {
    /** Refuses one without the other, and one file for both. */
    public Vault {
      requirePath(VAULT_PATH, path);
      requirePath(VAULT_KEY_FILE, keyFile);
      requireTogether(VAULT_KEY_FILE, keyFile, VAULT_PATH, path);
      requireTogether(VAULT_PATH, path, VAULT_KEY_FILE, keyFile);
      if (path != null && keyFile != null && absolute(path).equals(absolute(keyFile))) {
        throw SettingUnusable.value(
            VAULT_KEY_FILE,
            keyFile,
            "and so the vault itself (" + VAULT_PATH + ")",
            "give the master key a file of its own, on another disk");
      }
    }
  }

  /**
   * Where keys come from besides the vault.
   *
   * @param environment {@code "true"}: a key that is not in the vault is read from the environment
   *     variable of its provider, such as {@code OPENAI_API_KEY}, for every tenant and user; {@code
   *     "false"}, the default, or null: it is not
   */
  public record Keys(@Nullable String environment) {
    /** Refuses all but true and false. */
    public Keys {
      requireSwitch(KEYS_ENVIRONMENT, environment);
    }
  }

  /**
   * A model of OpenAI's, or of a server that speaks its protocol.
   *
   * @param model the model that answers, such as {@code gpt-5.4}; null for no model
   * @param baseUrl another server's address, mostly ending in {@code /v1}; null for OpenAI itself
   * @param dialect {@code responses} or {@code chat-completions}; null for the first
   * @param provider the id under which keys are looked up; null for {@code openai}. A server that is
   *     not OpenAI's needs one of its own to be given no key of OpenAI's
   */
  public record Openai(
      @Nullable String model,
      @Nullable String baseUrl,
      @Nullable String dialect,
      @Nullable String provider) {
    /** Refuses blank values, and all others without a model. */
    public Openai {
      requireMeant(OPENAI_MODEL, model);
      // First: an address may hold a password and is not repeated.
      if (baseUrl != null && model == null) {
        throw SettingUnusable.hiddenValue(
            OPENAI_BASE_URL, "is without effect", "set " + OPENAI_MODEL + " too, or remove it");
      }
      requireTogether(OPENAI_DIALECT, dialect, OPENAI_MODEL, model);
      requireTogether(OPENAI_PROVIDER, provider, OPENAI_MODEL, model);
    }
  }

  /**
   * Many models, by a document of routes, targets, limits and budgets.
   *
   * @param config where it is: a file, or a resource such as {@code classpath:router.json}; in YAML if
   *     it ends in {@code .yaml} and atom-yaml is on the class path. Null for no such model
   */
  public record Router(@Nullable String config) {
    /** Refuses a blank value. */
    public Router {
      requireMeant(ROUTER_CONFIG, config);
    }
  }

  /**
   * The documents that are searched.
   *
   * @param path the folder of the index, made if it is missing; not that of the documents. Null for
   *     no knowledge base
   * @param tenant whose documents these are; null for the host with one tenant only
   */
  public record Knowledge(@Nullable String path, @Nullable String tenant) {
    /** Refuses a tenant without a path. */
    public Knowledge {
      requirePath(KNOWLEDGE_PATH, path);
      requireMeant(KNOWLEDGE_TENANT, tenant);
      requireTogether(KNOWLEDGE_TENANT, tenant, KNOWLEDGE_PATH, path);
    }
  }

  /** Returns a property's path; the working directory is what a relative one begins at. */
  static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  private static void requirePath(String property, @Nullable String value) {
    requireMeant(property, value);
    if (value == null) {
      return;
    }
    try {
      absolute(value);
    } catch (InvalidPathException e) {
      throw SettingUnusable.value(
          property, value, "which is no path: " + e.getReason(), "give a path of this system");
    }
  }

  static void requireSwitch(String property, @Nullable String value) {
    if (value != null && !value.matches("(?i)true|false")) {
      throw SettingUnusable.value(
          property, value, "which is neither true nor false", "set one of them");
    }
  }

  /** Blank comes from a placeholder without a value, false from a switch that there isn't. */
  static void requireMeant(String property, @Nullable String value) {
    if (value != null && (value.isBlank() || value.equalsIgnoreCase("false"))) {
      throw SettingUnusable.value(
          property, value, "which says nothing", "give a value, or remove the property");
    }
  }

  static void requireTogether(
      String property, @Nullable Object value, String needed, @Nullable Object neededValue) {
    if (value != null && neededValue == null) {
      throw SettingUnusable.value(
          property, value.toString(), "but " + needed + " is not set", "set both or neither");
    }
  }

  /** A setting of something that is not switched on. */
  static void requireOn(
      String property, @Nullable Object value, String needed, @Nullable String neededValue) {
    if (value != null && !"true".equalsIgnoreCase(neededValue)) {
      throw SettingUnusable.value(
          property,
          value.toString(),
          "but " + needed + " is not true",
          "set it too, or remove this");
    }
  }

  static void requireRange(String property, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      String range = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
      throw SettingUnusable.value(
          property, value.toString(), "which is out of range", "give a number of " + range);
    }
  }

  static void requireTime(String property, @Nullable Duration value, Duration least) {
    if (value != null && value.compareTo(least) < 0) {
      throw SettingUnusable.value(
          property,
          value.toString(),
          "which is too short",
          "give a longer time, such as 5s or 10m");
    }
  }

  static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
