# An image with the command line and git, for CI without Node. `scripts/docker.sh` builds and tries it.
FROM debian:stable-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends git ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 # What is mounted belongs to somebody else.
 && git config --system --add safe.directory '*'
COPY wit-language-server /usr/local/bin/wit-language-server
COPY THIRD-PARTY-NOTICES.txt LICENSE /usr/share/doc/wit-language-server/
WORKDIR /work
ENTRYPOINT ["wit-language-server"]
CMD ["check"]
