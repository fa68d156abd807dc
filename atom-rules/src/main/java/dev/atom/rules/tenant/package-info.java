/**
 * Many tenants with rules of their own: loaded when they are needed, edited while they run, kept with
 * every version, author and difference, bounded and counted. Start with {@link
 * dev.atom.rules.tenant.TenantRules}.
 */
package dev.atom.rules.tenant;
