import type { SymbolTable } from '../outside-use.js'

export const rubySymbols: SymbolTable = {
  languages: ['ruby'],
  rows: [
    ['process', '', 'system exec spawn fork Kernel.system Kernel.exec Kernel.spawn Process.spawn Process.fork Process.daemon IO.popen PTY.spawn Open3.*'],
    ['evaluation', '', 'eval instance_eval class_eval module_eval instance_exec Kernel.eval'],
    ['deserialising', '', 'Marshal.load YAML.load YAML.load_file YAML.unsafe_load YAML.load_stream SafeYAML.load SafeYAML.load_file Psych.load Psych.unsafe_load Oj.load Nokogiri.XML REXML.Document.new'],
    ['sql', '', 'ActiveRecord.Base.connection.execute ActiveRecord.Base.connection.select_all Arel.sql find_by_sql'],
    ['database', '', 'PG.connect PG.Connection.new Mysql2.Client.new SQLite3.Database.new Sequel.connect Redis.new Mongo.Client.new ActiveRecord.Base.establish_connection ActiveRecord.Base.transaction'],
    ['file', '', 'File.read File.open File.write File.binread File.binwrite File.delete File.unlink File.rename File.readlines File.foreach File.new File.chmod File.symlink File.mtime IO.read IO.write IO.readlines IO.foreach Dir.glob Dir.mkdir Dir.entries Dir.children Dir.mktmpdir Dir.[] Dir.chdir FileUtils.* Tempfile.* Zip.File.open Pathname.new.read'],
    ['network', '', 'Net.HTTP.* Net.SMTP.* Net.FTP.* Net.SSH.* TCPSocket.new TCPSocket.open UDPSocket.new UNIXSocket.new Socket.new Socket.tcp URI.open Faraday.* HTTParty.* RestClient.* Typhoeus.* Excon.* HTTP.get HTTP.post Aws.S3.Client.new'],
    ['listening', '', 'TCPServer.new UNIXServer.new WEBrick.HTTPServer.new EM.start_server EventMachine.start_server Rack.Handler.WEBrick.run Rackup.Server.start'],
    ['sending', '', 'Bunny.new Kafka.new'],
    ['tls', '', 'OpenSSL.SSL.* OpenSSL.X509.*'],
    ['cryptography', '', 'Digest.* OpenSSL.* SecureRandom.* RbNaCl.* ActiveSupport.MessageEncryptor.new ActiveSupport.MessageVerifier.new'],
    ['passwords', '', 'BCrypt.Password.* Argon2.Password.* OpenSSL.PKCS5.* OpenSSL.KDF.* has_secure_password'],
    ['authentication', '', 'authenticate_user! authenticate_or_request_with_http_basic authenticate_with_http_token authenticate_or_request_with_http_token protect_from_forgery has_secure_token devise JWT.encode JWT.decode Warden.Manager.* OmniAuth.* skip_before_action'],
    ['validation', '', 'validates validates_presence_of validates_format_of Sanitize.* Loofah.* CGI.escapeHTML CGI.escape_html ERB.Util.html_escape Shellwords.* Rack.Utils.escape_html'],
  ],
}
