import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { CertificatesService } from './certificates.service.js';

@Controller()
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  @Route(routes.listCertificates)
  list(@Call() call: CallOf<typeof routes.listCertificates>) {
    return this.certificates.list(call.who, call.query, call.now);
  }

  @Route(routes.getCertificate)
  get(@Call() call: CallOf<typeof routes.getCertificate>) {
    return this.certificates.get(call.who, call.params.id, call.now);
  }

  @Route(routes.uploadCertificate)
  upload(@Call() call: CallOf<typeof routes.uploadCertificate>) {
    return this.certificates.upload(call.who, call.body, call);
  }

  @Route(routes.deleteCertificate)
  remove(@Call() call: CallOf<typeof routes.deleteCertificate>) {
    return this.certificates.remove(call.who, call.params.id, call);
  }
}
