import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from '@stellwerk/contracts';

const DOCS_PATH = '/api/docs';
const OPENAPI_PATH = '/api/openapi.json';

/** Serves the document made from the contract's own table, and Swagger UI from the package's files: no internet is needed to read it. */
export function serveDocumentation(app: INestApplication, version: string): void {
  const document = openApiDocument(version) as unknown as OpenAPIObject;
  SwaggerModule.setup(DOCS_PATH.slice(1), app, document, {
    jsonDocumentUrl: OPENAPI_PATH.slice(1),
    customSiteTitle: 'Stellwerk API',
    swaggerOptions: {
      persistAuthorization: false,
      displayOperationId: true,
      docExpansion: 'none',
      tryItOutEnabled: true,
      validatorUrl: null,
    },
  });
}
