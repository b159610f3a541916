# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /mingce
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production MINGCE_DATA=/data MINGCE_HOST=0.0.0.0 PORT=3000
WORKDIR /mingce
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force && mkdir -p /data /keys /checkpoints && chown node:node /data /keys /checkpoints
COPY --from=build /mingce/dist dist
COPY apps/cli/bin apps/cli/bin
COPY LICENSE README.md CHANGELOG.md ./
RUN ln -s /mingce/apps/cli/bin/mingce.mjs /usr/local/bin/mingce
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://localhost:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1: a stop reaches it, nothing is left behind
CMD ["node", "--max-semi-space-size=64", "dist/apps/cli/src/main.js", "start"]
