package dev.atom.spring;

import dev.atom.AtomException;
import dev.atom.router.RouterBuilder;
import dev.atom.router.config.ConfigParts;
import dev.atom.router.config.ReloadableRouter;
import java.util.function.Consumer;
import org.springframework.core.io.ResourceLoader;

/** The document of routes that a property names. */
final class RouterDocument {
  private final String location;
  private final ResourceLoader resources;

  RouterDocument(String location, ResourceLoader resources) {
    this.location = location;
    this.resources = resources;
  }

  ReloadableRouter router(ConfigParts parts, Consumer<RouterBuilder> host) {
    try {
      return ReloadableRouter.of(
          NamedDocument.at(AtomProperties.ROUTER_CONFIG, location, resources).read(), parts, host);
    } catch (SettingUnusable e) {
      throw e;
    } catch (AtomException e) {
      throw SettingUnusable.opening(AtomProperties.ROUTER_CONFIG, location, e);
    }
  }
}
