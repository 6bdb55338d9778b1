# Built whole from the sources; the image that runs holds the binary, the libraries it is linked with, and what Lambda
# functions in Python and Node.js need. Without the latter: docker build --build-arg PACKAGES=runtime .
FROM debian:bookworm-slim AS build
WORKDIR /source
COPY dev CMakeLists.txt CMakePresets.json ./
RUN ./dev packages build
COPY . .
RUN ./dev build release cloudling && strip build/release/bin/cloudling

FROM debian:bookworm-slim
COPY --from=build /source/build/release/bin/cloudling /usr/local/bin/cloudling
COPY dev /tmp/dev
ARG PACKAGES="runtime functions"
RUN /tmp/dev packages $PACKAGES \
    && rm -rf /tmp/dev /tmp/build /var/lib/apt/lists/* \
    && useradd --system --user-group --no-create-home --home-dir /data cloudling \
    && install -d -o cloudling -g cloudling /data
USER cloudling
VOLUME /data
EXPOSE 4566
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["cloudling", "health"]
ENTRYPOINT ["cloudling"]
CMD ["--host", "0.0.0.0", "--data", "/data"]
