import { describe, expect, it } from 'vitest';
import { detectLanguage, knownLanguages } from '../../../src/evaluators/texts/detect-language.ts';
import { language } from '../../../src/evaluators/texts/language.ts';
import { contextWith, outcomeOf, reasonOf, scoreIn } from '../context.ts';
import { languageTexts, unknownTexts } from './language-texts.ts';

describe('detectLanguage', () => {
  it.each<[string, string | undefined]>([
    ['Thank you for your message. We have sent the invoice again.', 'en'],
    ['Vielen Dank für Ihre Nachricht. Wir haben die Rechnung noch einmal geschickt.', 'de'],
    ['Merci pour votre message. Nous avons renvoyé la facture et les documents.', 'fr'],
    ['Gracias por su mensaje. Hemos enviado la factura otra vez y está lista.', 'es'],
    ['Grazie per il suo messaggio. Abbiamo inviato di nuovo la fattura.', 'it'],
    ['Obrigado pela sua mensagem. Não temos mais a fatura, mas você pode pedir.', 'pt'],
    ['Bedankt voor uw bericht. Wij hebben het pakket nog niet ontvangen.', 'nl'],
    ['Dziękujemy za wiadomość. Faktura jest już wysłana, ale nie przez nas.', 'pl'],
    ['Tack för ditt meddelande. Vi har inte skickat fakturan till dig.', 'sv'],
    ['Mesajınız için teşekkürler. Faturanız bir gün sonra gönderilecek ve daha hızlı.', 'tr'],
    // One ordinary sentence is enough.
    ['Your parcel was delivered yesterday.', 'en'],
    ['Please contact support for more information.', 'en'],
    ['It is on its way.', 'en'],
    ['Dies ist ein ganz normaler deutscher Satz über Pakete.', 'de'],
    ['Das Paket wurde gestern in Köln abgegeben.', 'de'],
    ['Votre colis a été livré hier à Lyon.', 'fr'],
    ['El paquete está en el almacén y llegará mañana', 'es'],
    ['Il pacco è arrivato ieri a Milano.', 'it'],
    ['O pacote está no armazém e chegará amanhã', 'pt'],
    ['O seu pacote foi entregue ontem em Lisboa.', 'pt'],
    ['Dit is een gewone Nederlandse zin over pakketten', 'nl'],
    ['Uw pakket is gisteren in Utrecht afgeleverd.', 'nl'],
    ['Twoja paczka została wczoraj dostarczona do Krakowa.', 'pl'],
    ['Ditt paket levererades igår i Göteborg.', 'sv'],
    ['Paketet kommer imorgon.', 'sv'],
    ['Pakken ligger på lageret og bliver leveret snart', 'da'],
    // One word tells nothing.
    ['Paket morgen', undefined],
    ['お問い合わせありがとうございます。請求書を再送しました。', 'ja'],
    ['感谢您的留言。我们已重新发送发票。', 'zh'],
    ['문의해 주셔서 감사합니다.', 'ko'],
    ['Спасибо за ваше сообщение.', 'ru'],
    ['Дякуємо за ваше повідомлення, її вже отримали.', 'uk'],
    ['Ευχαριστούμε για το μήνυμά σας.', 'el'],
    ['שלום, תודה על ההודעה.', 'he'],
    ['شكرا على رسالتك.', 'ar'],
    ['ขอบคุณสำหรับข้อความ', 'th'],
    ['आपके संदेश के लिए धन्यवाद।', 'hi'],
    ['billing', undefined],
    ['', undefined],
    ['12 34 !?', undefined],
    ['{"a":', undefined],
  ])('%j is %j', (text, found) => {
    expect(detectLanguage(text)).toBe(found);
  });
});

describe('a text of a known language', () => {
  it('is there for each of them', () => {
    expect(Object.keys(languageTexts).sort()).toEqual([...knownLanguages].sort());
  });

  it.each(Object.entries(languageTexts))('is %s with one, two and three sentences', (code, sentences) => {
    for (const sentence of sentences) expect([code, undefined]).toContain(detectLanguage(sentence));
    expect(detectLanguage(sentences[0])).toBe(code);
    expect(detectLanguage(sentences.slice(0, 2).join(' '))).toBe(code);
    expect(detectLanguage(sentences.join('\n'))).toBe(code);
    expect(detectLanguage(sentences.join(' ').normalize('NFD'))).toBe(code);
  });

  it.each([
    ['Wir haben Ihre Bestellung aus Malmö und aus Ærøskøbing, und sie ist morgen da.', 'de'],
    ['Your parcel from Łódź has left, and Øyvind Åsgård will bring it to you.', 'en'],
    ['The résumé of your naïve colleague is in our café.', 'en'],
    ['Vi har skickat paketet från Ærøskøbing till dig, och det kommer imorgon.', 'sv'],
    ['Мы отправили ваш заказ в Київ, и он будет у вас в пятницу, если всё пойдёт хорошо.', 'ru'],
    ['Объект уже у нас, спасибо за ваше сообщение.', 'ru'],
    ['Инструкция от компании «Київстар» уже у нас.', 'ru'],
    ['Дякую за допомогу.', 'uk'],
    // Too short to tell without a letter of its own.
    ['Ми отримали ваш запит.', undefined],
    ['بسته شما در راه است.', 'fa'],
    ['شركة أپل وگوگل أرسلت إليك الطلب الجديد وسيصل الطرد يوم الجمعة.', 'ar'],
    ['طردك في الطريق.', 'ar'],
    ['Din pakke er på vej.', 'da'],
    ['Vi beklager forsinkelsen og håber, at du er tilfreds med løsningen.', 'da'],
    ['Pakken din er på vei.', 'no'],
    ['Du kan dessverre ikke få pengene tilbake.', 'no'],
    ['Du kan tyvärr inte få pengarna tillbaka.', 'sv'],
  ])('is that of %j in spite of names, loans and shortness: %s', (text, code) => {
    expect(detectLanguage(text)).toBe(code);
  });
});

it.each(Object.entries(unknownTexts))('a text in %s, is not told', (_, text) => {
  expect(detectLanguage(text)).toBeUndefined();
});

const german = 'Wir haben die Rechnung noch einmal geschickt.';

describe('language', () => {
  it('passes, fails or says that it could not tell', async () => {
    expect(await outcomeOf(language({ is: 'de' }), german)).toBe(1);
    expect(await outcomeOf(language({ is: ['en', 'de'] }), german)).toBe(1);
    expect(await reasonOf(language({ is: 'en' }), german)).toBe('expected en, the answer is mostly in de');
    expect(await reasonOf(language({ is: 'en' }), ' ')).toBe('the answer is empty');
    expect(await outcomeOf(language({ is: 'en' }), 'ok')).toBe(
      'the language of the answer could not be told',
    );
    expect(await outcomeOf(language({ is: 'de', path: 'reply' }), JSON.stringify({ reply: german }))).toBe(1);
    expect(await outcomeOf(language({ is: 'de', path: 'reply' }), '{"reply":')).toBe(0);
    expect(await outcomeOf(language({ is: 'de' }), german.repeat(25_000))).toBe(1);
  });

  it('reads the language from a field of the case', async () => {
    const scored = (value: string) =>
      scoreIn(language({ field: 'lang' }), contextWith(german, { variables: { lang: value } }));
    expect(await scored('de')).toMatchObject({ value: 1 });
    expect(await scored('fr')).toMatchObject({ value: 0 });
    expect(await scored('')).toMatchObject({ unscored: 'the case has nothing in its field "lang"' });
    expect(await scored('german')).toMatchObject({ unscored: expect.stringContaining('names "german"') });
  });
});
