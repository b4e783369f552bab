/// The audit log: found, followed, proved, taken along.
@NullMarked
package dev.ironclaw.desktop.audit;

import org.jspecify.annotations.NullMarked;
