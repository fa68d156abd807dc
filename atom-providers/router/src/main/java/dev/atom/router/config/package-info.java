/**
 * A router as a document: routes, targets, policies, limits, budgets and prices as JSON, or as YAML
 * that was read into it, with the meaning of the same said in Java. The JSON schema {@code
 * router.schema.json} beside these classes in the jar describes it to editors.
 *
 * <p>Start reading at {@link dev.atom.router.config.RouterConfig}; a router that takes another
 * configuration while calls run is {@link dev.atom.router.config.ReloadableRouter}.
 */
package dev.atom.router.config;
