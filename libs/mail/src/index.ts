export { createMailer, type Mail, type Mailer, type MailOptions, type Sent } from './mailer.js';
