# One base for both stages, named by its whole version, so that what is installed is what runs; why
# this one: docs/decisions/0006-deployment.md. To pin the bytes as well:
#   docker build --build-arg NODE_IMAGE=docker.io/library/node@sha256:… .
ARG NODE_IMAGE=docker.io/library/node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are Node itself, which the base image has.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Dockpass" \
      org.opencontainers.image.description="The exchange that swaps the OIDC ID token of a CI job for a short-lived build token." \
      org.opencontainers.image.licenses="MIT"

WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY LICENSE package.json ./
COPY src/protocol src/protocol
COPY src/exchange src/exchange
COPY src/cli src/cli
# `docker exec … dockpass` works, and a new volume at /data belongs to the account that writes to it.
RUN chmod 755 src/cli/main.ts \
 && ln -s /app/src/cli/main.ts /usr/local/bin/dockpass \
 && install -d -m 700 -o node -g node /data

# The number of `node`: Kubernetes' runAsNonRoot cannot judge a name.
USER 1000:1000
ENV HOST=0.0.0.0 \
    PORT=8080 \
    DOCKPASS_DATABASE=sqlite:/data/dockpass.db
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Liveness only: a database that is away is no reason to restart this. Load balancers ask /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/src/cli/main.ts"]
CMD ["serve"]
